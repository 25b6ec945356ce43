// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import dev.pdrop.experiments.cli.Explained.Block;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lays out a training. */
final class ExplainedTraining {

    private static final String STAGES = "stages";

    private ExplainedTraining() {}

    /** A stage for machines, with its reduction, all of which is null without one. */
    record Stage(
            String stage,
            @Nullable String ranker,
            @Nullable String schedule,
            @Nullable String positions) {

        static Stage of(StagePlan stage) {
            Optional<ArmPlan> reduction = stage.reduction();
            return new Stage(
                    stage.kind().label(),
                    reduction.map(ArmPlan::ranker).orElse(null),
                    reduction.map(ArmPlan::schedule).orElse(null),
                    reduction.map(ExplainedExperiment::positions).orElse(null));
        }
    }

    /** Everything for machines. */
    private record Explanation(
            String source, String name, String purpose, List<Stage> stages, List<Setting> settings) {}

    static Explained of(TrainingPlan plan) {
        List<Block> blocks = blocks(plan);
        List<Stage> stages = plan.stages().stream().map(Stage::of).toList();
        return new Explained(
                plan.name() + ": " + plan.purpose(),
                blocks,
                new Explanation(plan.source(), plan.name(), plan.purpose(), stages, Explained.settings(blocks)));
    }

    /** Blocks of the root, then those of the stages. */
    static List<Block> blocks(TrainingPlan plan) {
        ConfigObject root = plan.settings().root();
        ConfigObject plain = root;
        List<Block> inner = new ArrayList<>();
        for (String key : new TreeSet<>(root.keySet())) {
            Optional<ConfigObject> block = Overlay.object(root, key);
            if (block.isPresent()) {
                plain = plain.withoutKey(key);
                if (!key.equals(STAGES)) {
                    inner.add(block(key, "", block.get().toConfig()));
                }
            }
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(block("", "", plain.toConfig()));
        blocks.addAll(inner);
        for (StagePlan stage : plan.stages()) {
            String path = STAGES + "." + stage.kind().label();
            blocks.add(block(path, holds(stage), plan.settings().getConfig(path)));
        }
        return blocks;
    }

    private static Block block(String path, String holds, Config settings) {
        return new Block(path, holds, Setting.of(path, settings));
    }

    /** What the reduction of a stage does; empty if it has none. */
    static String holds(StagePlan stage) {
        return stage.reduction()
                .map(method -> "reduction: " + ExplainedExperiment.holds(method))
                .orElse("");
    }
}
