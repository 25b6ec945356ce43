// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.quality.Flips;
import java.util.Objects;
import java.util.Optional;

/**
 * What accuracy does not show of an arm's answers, or of those to questions of one type. All counts are of answers, so
 * that those of every replicate count.
 *
 * @param flips against the unreduced arm; absent if no arm is unreduced, or nothing can be compared
 * @param invalid answers that are none: empty, or neither yes nor no where only these are right; questions that could
 *     not be asked have no answer and do not count
 * @param yesNo of the questions to which yes or no is right; absent if there is none
 * @param calibration of answers and their probabilities; absent if there is no answer
 */
public record Quality(
        Optional<Flips> flips, int invalid, Optional<YesNoResult> yesNo, Optional<CalibrationResult> calibration) {

    /** Checks that it is whole. */
    public Quality {
        Objects.requireNonNull(flips);
        Objects.requireNonNull(yesNo);
        Objects.requireNonNull(calibration);
    }

    /** The same without the bins of the calibration. */
    public Quality inBrief() {
        return new Quality(flips, invalid, yesNo, calibration.map(CalibrationResult::inBrief));
    }
}
