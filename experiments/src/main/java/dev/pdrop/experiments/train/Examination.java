// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.train.course.Tally;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model knew at some step.
 *
 * @param stage label of the stage; what was asked instead, where no stage asked
 * @param step steps of the stage that were over
 * @param loss mean over batches
 * @param overall all types together
 * @param byType by type of question or family of words
 */
public record Examination(String stage, int step, double loss, Score overall, Map<String, Score> byType) {

    /** Keeps the order of the types. */
    public Examination {
        byType = Collections.unmodifiableMap(new LinkedHashMap<>(byType));
    }

    static Examination of(String stage, int step, Tally tally) {
        Map<String, Score> byType = new LinkedHashMap<>();
        tally.byType().forEach((type, counts) -> byType.put(type, Score.of(counts)));
        return new Examination(stage, step, tally.loss(), Score.of(tally.overall()), byType);
    }
}
