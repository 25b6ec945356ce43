// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.output.ShortPath;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Geometry;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What would be trained.
 *
 * @param name of the training
 * @param folder that it would write
 * @param visualTokens of an image
 * @param layers of the decoder
 * @param stages in order
 */
record TrainingPreview(String name, String folder, int visualTokens, int layers, List<Planned> stages) {

    /**
     * A stage before it runs.
     *
     * @param questions about an image in one sequence at most; null where no answers are learnt
     * @param turns how these stand to each other; null likewise
     */
    record Planned(
            String stage,
            String budget,
            int batchSize,
            @Nullable Integer questions,
            @Nullable String turns,
            double learningRate,
            String reduction,
            double averageTokens) {

        private String together() {
            if (questions == null) {
                return "";
            }
            String conversation = Turns.CONVERSATION.label().equals(turns) ? "in a conversation, " : "";
            return "up to " + questions + " questions an image, " + conversation;
        }
    }

    static TrainingPreview of(TrainingPlan plan, Geometry geometry) {
        return new TrainingPreview(
                plan.name(),
                plan.folder().toString(),
                geometry.vision().visualTokens(),
                geometry.layers(),
                plan.stages().stream().map(stage -> planned(stage, geometry)).toList());
    }

    private static Planned planned(StagePlan stage, Geometry geometry) {
        int visual = geometry.vision().visualTokens();
        double average = stage.reduction()
                .map(arm -> Arrays.stream(
                                arm.method().plan(geometry, visual).visualTokensPerLayer(geometry.layers(), visual))
                        .average()
                        .orElse(0))
                .orElse((double) visual);
        return new Planned(
                stage.kind().label(),
                stage.budget()
                        .steps()
                        .map(steps -> steps + " steps")
                        .orElseGet(() -> stage.budget().minutes().orElse(0.0) + " minutes"),
                stage.batchSize(),
                stage.questionsTogether().orElse(null),
                stage.kind().answers() ? stage.turns().label() : null,
                stage.optimiser().learningRate(),
                stage.reduction()
                        .map(arm -> arm.ranker() + ", " + arm.schedule())
                        .orElse("no reduction"),
                average);
    }

    /** For people. */
    void print(PrintWriter out) {
        for (Planned stage : stages) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-10s %s, %d images a step, %slearning rate %s, %.1f visual tokens a layer on average (%s)",
                    stage.stage(),
                    stage.budget(),
                    stage.batchSize(),
                    stage.together(),
                    stage.learningRate(),
                    stage.averageTokens(),
                    stage.reduction()));
        }
        out.println("Would train in " + ShortPath.of(java.nio.file.Path.of(folder)));
    }
}
