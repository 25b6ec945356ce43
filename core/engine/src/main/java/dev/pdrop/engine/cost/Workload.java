// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.cost;

import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What one prefill has to process: all that a cost depends on beside the sizes of the model.
 *
 * <p>Counts are real numbers, because the solution of a budget is one before it is rounded.
 *
 * @param inputVisualTokens N, visual tokens before any stage
 * @param visualTokens visual tokens that enter each decoder layer
 * @param textTokens text tokens, which enter every layer
 * @param rankings the stages that rank, ascending
 */
public record Workload(
        double inputVisualTokens, List<Double> visualTokens, int textTokens, List<RankedStage> rankings) {

    /** Copies the lists. */
    public Workload {
        visualTokens = List.copyOf(visualTokens);
        rankings = List.copyOf(rankings);
    }

    /**
     * A stage that ranks.
     *
     * @param layer it acts before this layer
     * @param needs what its ranker looks at
     */
    public record RankedStage(int layer, Set<Capture> needs) {

        /** Copies the needs. */
        public RankedStage {
            needs = Set.copyOf(needs);
        }
    }

    /** Visual tokens alone, none of them ranked: all that the conventions of the papers ask for. */
    public static Workload ofVisualTokens(int[] visualTokens) {
        List<Double> counts =
                Arrays.stream(visualTokens).mapToObj(count -> (double) count).toList();
        return new Workload(counts.isEmpty() ? 0 : counts.get(0), counts, 0, List.of());
    }

    /**
     * The workload of a schedule.
     *
     * @param layers decoder layers
     * @param visualTokens N
     * @param textTokens text tokens of the prompt
     * @param schedule the stages
     * @param needs what the ranker looks at when a stage at a point is reached
     */
    public static Workload of(
            int layers, int visualTokens, int textTokens, Schedule schedule, Function<Point, Set<Capture>> needs) {
        List<Double> counts = schedule.stages().stream()
                .map(stage -> (double) stage.action().visualTokens())
                .toList();
        return of(layers, visualTokens, textTokens, schedule, counts, needs);
    }

    /**
     * The same with other counts, such as ones that are not rounded.
     *
     * @param counts visual tokens that each stage leaves
     */
    public static Workload of(
            int layers,
            int visualTokens,
            int textTokens,
            Schedule schedule,
            List<Double> counts,
            Function<Point, Set<Capture>> needs) {
        List<Double> entering = new ArrayList<>(Collections.nCopies(layers, (double) visualTokens));
        List<RankedStage> rankings = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            Stage stage = schedule.stages().get(i);
            int from = stage.point() instanceof Point.DecoderLayer decoder ? decoder.layer() : 0;
            Collections.fill(entering.subList(from, layers), counts.get(i));
            if (stage.ranks()) {
                rankings.add(new RankedStage(from, needs.apply(stage.point())));
            }
        }
        return new Workload(visualTokens, entering, textTokens, rankings);
    }

    /** Mean over layers of the visual tokens that enter a layer. */
    public double averageTokens() {
        return visualTokens.stream().mapToDouble(Double::doubleValue).sum() / visualTokens.size();
    }

    /** Text and visual rows that enter a layer. */
    double rows(int layer) {
        return visualTokens.get(layer) + textTokens;
    }

    /** Text and visual rows that a stage before a layer ranks among. */
    double rowsBefore(int layer) {
        return layer == 0 ? inputVisualTokens + textTokens : rows(layer - 1);
    }
}
