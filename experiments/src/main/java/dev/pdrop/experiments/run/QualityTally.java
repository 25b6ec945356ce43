// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.quality.Calibration;
import dev.pdrop.engine.quality.Flips;
import dev.pdrop.engine.quality.YesNo;
import dev.pdrop.experiments.outcome.CalibrationResult;
import dev.pdrop.experiments.outcome.Quality;
import dev.pdrop.experiments.outcome.YesNoResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what accuracy does not show of an arm's answers. A question that could not be asked has no answer; only among
 * yes/no questions it counts as one that says neither, since leaving it out would flatter recall.
 *
 * <p>Mutable; used by one thread.
 */
final class QualityTally {

    private final Unreduced unreduced;
    private final YesNoQuestions yesNoQuestions;
    private final List<Flips.Pair> pairs = new ArrayList<>();
    private final List<YesNo.Answer> yesNo = new ArrayList<>();
    private final List<Calibration.Prediction> predictions = new ArrayList<>();
    private int invalid;

    QualityTally(Unreduced unreduced, YesNoQuestions yesNoQuestions) {
        this.unreduced = unreduced;
        this.yesNoQuestions = yesNoQuestions;
    }

    /** Adds a record. */
    void add(AnswerRecord record) {
        YesNo.Reply reply = record.failed() ? YesNo.Reply.INVALID : YesNoQuestions.reply(record.answer());
        Optional<Boolean> truth = Optional.ofNullable(yesNoQuestions.truths().get(record.example()));
        truth.ifPresent(yes -> yesNo.add(new YesNo.Answer(yes, reply)));
        if (record.failed()) {
            return;
        }
        boolean says = truth.isPresent()
                ? reply != YesNo.Reply.INVALID
                : !record.answer().isBlank();
        invalid += says ? 0 : 1;
        flip(record);
        double probability = Calibration.probability(record.logProbabilities());
        // An answer whose probability is no number says nothing of how sure the model was.
        if (!Double.isNaN(probability)) {
            predictions.add(new Calibration.Prediction(probability, record.right()));
        }
    }

    private void flip(AnswerRecord record) {
        String before = unreduced.answers().get(record.example());
        if (before != null) {
            pairs.add(new Flips.Pair(
                    unreduced.right().contains(record.example()), record.right(), before.equals(record.answer())));
        }
    }

    /** What was gathered. */
    Quality result() {
        return new Quality(
                pairs.isEmpty() ? Optional.empty() : Optional.of(Flips.of(pairs)),
                invalid,
                yesNo.isEmpty() ? Optional.empty() : Optional.of(YesNoResult.of(YesNo.of(yesNo))),
                predictions.isEmpty() ? Optional.empty() : Optional.of(CalibrationResult.of(predictions)));
    }
}
