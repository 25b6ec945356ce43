// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How figures are printed, in percentage points, so that rounding does not turn a verdict round: an end that is not 0
 * never prints as 0, and a p-value never prints on the other side of what decides, nor as equal to it.
 */
public final class Printed {

    private static final int MOST_DIGITS = 12;

    private Printed() {}

    /** A share or difference in percentage points with one digit after the point: {@code -2.5}. */
    public static String points(double share) {
        return rounded(100 * share, 1);
    }

    /** The ends of an interval: {@code -3.1 to 0.4}; with more digits if one of them would print as 0 and is not. */
    public static String points(Interval interval) {
        return points(interval.low(), interval.high());
    }

    /** The same of the ends alone. */
    public static String points(double low, double high) {
        int digits = Math.max(digitsOff(100 * low, 0, 1), digitsOff(100 * high, 0, 1));
        return rounded(100 * low, digits) + " to " + rounded(100 * high, digits);
    }

    /**
     * A p-value: {@code 0.012}, or {@code < 0.001}.
     *
     * @param pValue corrected
     * @param error what decides, such as 0.05
     */
    public static String pValue(double pValue, double error) {
        return pValue < 0.001 && error > 0.001 ? "< 0.001" : rounded(pValue, digitsOff(pValue, error, 3));
    }

    /** So many digits that a value does not print as another one that it is not. */
    private static int digitsOff(double value, double other, int least) {
        int digits = least;
        while (digits < MOST_DIGITS && value != other && rounded(value, digits).equals(rounded(other, digits))) {
            digits++;
        }
        return digits;
    }

    private static String rounded(double value, int digits) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? rounded.abs().toPlainString() : rounded.toPlainString();
    }
}
