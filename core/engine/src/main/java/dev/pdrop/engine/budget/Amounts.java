// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.budget;

import java.math.BigDecimal;
import java.math.MathContext;

/** Writes amounts for people. */
public final class Amounts {

    private static final MathContext DIGITS = new MathContext(6);

    private Amounts() {}

    /** Six digits at most, no more than are there. */
    public static String text(double amount) {
        return new BigDecimal(amount).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
