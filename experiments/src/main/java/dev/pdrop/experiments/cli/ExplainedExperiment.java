// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.cli.Explained.Block;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays out an experiment. */
final class ExplainedExperiment {

    private ExplainedExperiment() {}

    /** An arm for machines. */
    private record Arm(String arm, String ranker, String schedule, String positions) {}

    /** Everything for machines. */
    private record Explanation(String source, String name, String question, List<Arm> arms, List<Setting> settings) {}

    static Explained of(ExperimentPlan plan) {
        List<Block> blocks = blocks(plan);
        List<Arm> arms = plan.arms().stream()
                .map(arm -> new Arm(arm.name(), arm.ranker(), arm.schedule(), positions(arm)))
                .toList();
        return new Explained(
                plan.name() + ": " + plan.question(),
                blocks,
                new Explanation(plan.source(), plan.name(), plan.question(), arms, Explained.settings(blocks)));
    }

    private static List<Block> blocks(ExperimentPlan plan) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block("", "", Setting.of("", plan.settings())));
        blocks.add(
                new Block("backbone", "", Setting.of("backbone", plan.backbone().effective())));
        blocks.add(new Block("dataset", "", Setting.of("dataset", plan.dataset().effective())));
        for (ArmPlan arm : plan.arms()) {
            String path = Setting.join("arms", arm.name());
            blocks.add(
                    plan.controls().attached(arm.name())
                            ? new Block(path, "attached by controls, " + holds(arm), List.of())
                            : new Block(path, holds(arm), Setting.of(path, arm.block())));
        }
        return blocks;
    }

    /** What a method does, where its settings exclude each other. */
    static String holds(ArmPlan arm) {
        return "ranker " + arm.ranker() + ", positions " + positions(arm) + ", schedule: " + arm.schedule();
    }

    /** What becomes of position ids, as files write it. */
    static String positions(ArmPlan arm) {
        return arm.method().positions().name().toLowerCase(Locale.ROOT);
    }
}
