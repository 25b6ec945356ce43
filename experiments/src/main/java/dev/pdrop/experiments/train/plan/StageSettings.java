// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import com.typesafe.config.Config;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.experiments.train.optimiser.OptimiserSettings;
import dev.pdrop.spi.Parameter.Part;
import java.util.List;
import java.util.Optional;

/**
 * A stage as it is configured; keys and meanings in {@code conf/train/base.conf}. What only lessons know is absent from
 * the stages that teach patches.
 *
 * @param budget how long it lasts
 * @param batchSize images of a step
 * @param learn the parts that change
 * @param properties of patches that are learnt; empty for all, but those of {@code linearProperties}
 * @param linearProperties of patches that are read off projected features by a linear map
 * @param linearFrom share of the steps from which these are read, where answers are taught too; 1 for never
 * @param foreground how much a patch counts to which a property applies
 * @param background how much any other patch counts
 * @param evaluateEvery steps between two looks at the validation questions; 0 for none but at the end
 * @param checkpointEvery steps between two checkpoints
 * @param optimiser how weights change
 * @param questionsPerImage packed into one sequence at most
 * @param turns how these stand to each other; apart if absent
 * @param alignment weight of what patches show beside the answers, at the beginning
 * @param tower weight of what the tower is asked to hold beside the answers
 * @param curriculum other settings of the data set for the first part of the steps
 * @param reduction a method's block
 */
record StageSettings(
        Budget budget,
        int batchSize,
        List<Part> learn,
        Optional<List<String>> properties,
        Optional<List<String>> linearProperties,
        Optional<Double> linearFrom,
        double foreground,
        double background,
        int evaluateEvery,
        int checkpointEvery,
        OptimiserSettings optimiser,
        Optional<Integer> questionsPerImage,
        Optional<Turns> turns,
        Optional<Double> alignment,
        Optional<Double> tower,
        Optional<List<PhaseSettings>> curriculum,
        Optional<Config> reduction) {

    /**
     * A part of the steps with settings of its own.
     *
     * @param until share of the steps at which it ends, above 0 and below 1
     * @param dataset laid over the block of the data set
     */
    record PhaseSettings(double until, Config dataset) {

        /** Checks ranges. */
        PhaseSettings {
            if (!(until > 0 && until < 1)) {
                throw new IllegalArgumentException("until must be above 0 and below 1, was " + until);
            }
        }
    }

    /** Checks ranges. */
    StageSettings {
        require(batchSize >= 1, "batch-size must be at least 1, was " + batchSize);
        require(!learn.isEmpty(), "learn must name at least one part, was empty");
        require(!properties.equals(Optional.of(List.of())), "properties must name at least one, or be null for all");
        double from = linearFrom.orElse(0.0);
        require(from >= 0 && from <= 1, "linear-from must be from 0 to 1, was " + from);
        require(foreground > 0, "foreground must be above 0, was " + foreground);
        require(background >= 0, "background must be at least 0, was " + background);
        require(evaluateEvery >= 0, "evaluate-every must be at least 0, was " + evaluateEvery);
        require(checkpointEvery >= 1, "checkpoint-every must be at least 1, was " + checkpointEvery);
        require(
                questionsPerImage.orElse(1) >= 1,
                "questions-per-image must be at least 1, was " + questionsPerImage.orElse(1));
        require(alignment.orElse(0.0) >= 0, "alignment must be at least 0, was " + alignment.orElse(0.0));
        require(tower.orElse(0.0) >= 0, "tower must be at least 0, was " + tower.orElse(0.0));
        require(
                tower.orElse(0.0) == 0 || learn.contains(Part.TOWER),
                "tower must be 0 where learn does not name the tower, was " + tower.orElse(0.0));
        List<PhaseSettings> phases = curriculum.orElse(List.of());
        for (int i = 1; i < phases.size(); i++) {
            require(
                    phases.get(i).until() > phases.get(i - 1).until(),
                    "curriculum must have ascending shares, had "
                            + phases.stream().map(PhaseSettings::until).toList());
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
