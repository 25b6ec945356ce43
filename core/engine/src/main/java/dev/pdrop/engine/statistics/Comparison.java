// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.OptionalDouble;

/**
 * A difference, how sure it is, and the verdict on it.
 *
 * <p>The three cannot disagree: the interval leaves out 0 exactly if {@link #pValue()} is at most 1 - level, which is
 * exactly when the verdict names a direction.
 *
 * @param contrast what is compared
 * @param difference in shares of 1; its interval holds for all comparisons of the family at once
 * @param pValue corrected for the size of the family; absent if there are too few images
 * @param uncorrectedPValue of this comparison alone, by sign flips, for those who correct in another way; never decides
 *     and does not belong beside the interval; absent if there are too few images
 * @param verdict what is said of it
 */
public record Comparison(
        Contrast contrast,
        Estimate difference,
        OptionalDouble pValue,
        OptionalDouble uncorrectedPValue,
        Verdict verdict) {

    static Comparison without(Contrast contrast, NoStatement statement) {
        return new Comparison(
                contrast, statement, OptionalDouble.empty(), OptionalDouble.empty(), Verdict.NO_STATEMENT);
    }
}
