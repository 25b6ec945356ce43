// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.experiments.outcome.Quality;
import dev.pdrop.experiments.outcome.Range;
import java.util.Objects;
import java.util.Optional;

/**
 * The records of one arm to questions of one type, summed up.
 *
 * @param arm name of the arm
 * @param type kind of question, as the data set says; empty for questions of which it does not say
 * @param examples how many questions were asked
 * @param accuracy mean score, from 0 to 1
 * @param loyalty share of answers equal to those of the unreduced arm, of the questions that both could be asked;
 *     absent if there is none
 * @param failures questions that could not be asked; they count as wrong
 * @param images that the questions are about: what counts as n; 0 in results of schema 1
 * @param accuracyInterval 95 % interval of the accuracy, over images; absent if there are too few
 * @param quality what accuracy does not show; absent in results of schema 1
 */
public record TypeResult(
        String arm,
        String type,
        int examples,
        double accuracy,
        Optional<Double> loyalty,
        int failures,
        int images,
        Optional<Range> accuracyInterval,
        Optional<Quality> quality) {

    /** The same with the interval of its accuracy. */
    TypeResult with(Estimate estimate) {
        return new TypeResult(
                arm, type, examples, accuracy, loyalty, failures, estimate.images(), Range.of(estimate), quality);
    }

    /** Takes what earlier results do not say as absent. */
    public TypeResult {
        accuracyInterval = Objects.requireNonNullElse(accuracyInterval, Optional.empty());
        quality = Objects.requireNonNullElse(quality, Optional.empty());
    }
}
