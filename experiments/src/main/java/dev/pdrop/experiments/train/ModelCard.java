// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Floor;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.TrainableBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The card of a trained model: what it is, how it was made, what it can and what it cannot do. */
final class ModelCard {

    private static final String ALL = "all";

    private final TrainingPlan plan;
    private final TrainableBackbone backbone;
    private final TrainingState state;
    private final TrainingState chosen;

    /**
     * A card.
     *
     * @param state behind the last step
     * @param chosen at the step whose weights the model has
     */
    ModelCard(TrainingPlan plan, TrainableBackbone backbone, TrainingState state, TrainingState chosen) {
        this.plan = plan;
        this.backbone = backbone;
        this.state = state;
        this.chosen = chosen;
    }

    /**
     * The card as Markdown.
     *
     * @param examinations of the test questions
     * @param floors of the test questions
     */
    String text(List<Examination> examinations, List<Floor> floors) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + plan.name());
        lines.add("");
        lines.add(plan.purpose());
        lines.add("");
        model(lines);
        training(lines);
        examinations.forEach(examination -> accuracy(examination, floors, lines));
        lines.add("## Settings");
        lines.add("");
        lines.add("```hocon");
        lines.add(ConfigText.canonical(plan.settings().withoutPath("output")).stripTrailing());
        lines.add("```");
        return String.join("\n", lines) + "\n";
    }

    private void model(List<String> lines) {
        Geometry geometry = backbone.geometry();
        Geometry.Vision vision = geometry.vision();
        long weights = backbone.parameters().stream()
                .map(Parameter::value)
                .mapToLong(value -> value.size())
                .sum();
        lines.add(String.format(
                Locale.ROOT,
                "A LLaVA-style model of %,d weights: a vision tower of %d layers (width %d, %d heads), %d visual tokens an"
                        + " image, and a decoder of %d layers (width %d, %d heads, %d words). Stored as %s.",
                weights,
                vision.tower().layers(),
                vision.tower().hiddenSize(),
                vision.tower().heads(),
                vision.visualTokens(),
                geometry.layers(),
                geometry.hiddenSize(),
                geometry.heads(),
                geometry.vocabularySize(),
                plan.format().name().toLowerCase(Locale.ROOT)));
        lines.add("");
    }

    private void training(List<String> lines) {
        lines.add("## How it was made");
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "By `pdrop train` (pdrop %s) in %.1f minutes, validation included, on %s, libtorch threads: %s. Data: %s"
                        + " The prompt: `%s`.",
                state.facts().getOrDefault(TrainingState.PDROP, "of an unknown version"),
                state.seconds() / 60,
                state.facts().getOrDefault("device", "cpu"),
                state.facts().getOrDefault("threads", "not known"),
                plan.dataset().factory().description(),
                plan.prompt()));
        lines.add("");
        lines.add("| stage | steps | images a step | questions an image | learning rate | visual tokens |");
        lines.add("|---|---|---|---|---|---|");
        for (StagePlan stage : plan.stages()) {
            String label = stage.kind().label();
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %s | %s | %s |",
                    label,
                    state.steps().getOrDefault(label, 0),
                    stage.batchSize(),
                    stage.questionsTogether()
                            .map(many -> many + (stage.turns() == Turns.CONVERSATION ? " in a conversation" : ""))
                            .orElse(""),
                    stage.optimiser().learningRate(),
                    stage.reduction()
                            .map(arm -> "reduced: " + arm.ranker() + ", " + arm.schedule())
                            .orElse("all")));
        }
        lines.add("");
        if (chosen.best() >= 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "The weights are those of step %d of the stage tuning, which answered most validation questions"
                            + " (%.1f %%).",
                    chosen.bestStep(),
                    100 * chosen.best()));
            lines.add("");
        }
    }

    private static void accuracy(Examination examination, List<Floor> floors, List<String> lines) {
        lines.add("## Accuracy: " + examination.stage());
        lines.add("");
        lines.add("Test questions answered to the letter, in %, with 95 % intervals that take questions about one image"
                + " as a cluster"
                + (floors.isEmpty() ? "." : "; and what short cuts get right."));
        lines.add("");
        StringBuilder head = new StringBuilder("| type | questions | right | interval |");
        floors.forEach(floor -> head.append(' ').append(floor.name()).append(" |"));
        lines.add(head.toString());
        lines.add("|---|---|---|---|" + "---|".repeat(floors.size()));
        examination.byType().forEach((type, score) -> lines.add(row(type, score, floors)));
        lines.add(row(ALL, examination.overall(), floors));
        lines.add("");
        limits(examination, floors, lines);
    }

    private static String row(String type, Score score, List<Floor> floors) {
        StringBuilder row = new StringBuilder(String.format(
                Locale.ROOT,
                "| %s | %d | %.1f | %.1f to %.1f |",
                type,
                score.asked(),
                100 * score.share(),
                100 * score.low(),
                100 * score.high()));
        floors.forEach(floor -> row.append(String.format(Locale.ROOT, " %.1f |", 100 * floor(floor, type))));
        return row.toString();
    }

    private static double floor(Floor floor, String type) {
        return type.equals(ALL) ? floor.overall() : floor.byType().getOrDefault(type, 0.0);
    }

    private static void limits(Examination examination, List<Floor> floors, List<String> lines) {
        lines.add("### What it cannot do");
        lines.add("");
        for (Floor floor : floors) {
            lines.add("- **" + floor.name() + "**: " + floor.definition());
        }
        List<String> missed = examination.byType().entrySet().stream()
                .filter(entry -> entry.getValue().low() <= highest(entry.getKey(), floors))
                .map(Map.Entry::getKey)
                .toList();
        if (floors.isEmpty()) {
            lines.add("- What short cuts get right is not known of this data set, so no type is said to be learnt.");
        } else if (missed.isEmpty()) {
            lines.add("- Every type is clearly above all its floors.");
        } else {
            lines.add("- **Not learnt** (not clearly above every floor): " + String.join(", ", missed) + ".");
        }
        lines.add("- It knows the words and pictures of its data set and nothing else.");
        lines.add("");
    }

    private static double highest(String type, List<Floor> floors) {
        return floors.stream().mapToDouble(floor -> floor(floor, type)).max().orElse(0);
    }
}
