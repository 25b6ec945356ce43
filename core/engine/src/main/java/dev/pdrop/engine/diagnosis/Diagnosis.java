// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.diagnosis;

import dev.pdrop.engine.Asked;
import dev.pdrop.engine.StageOutcome;
import dev.pdrop.engine.quality.ChanceEntropy;
import dev.pdrop.engine.quality.KeptPositions;
import dev.pdrop.engine.quality.Overlap;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What arms keep of the same questions.
 *
 * @param questions how many
 * @param images how many different images they are about
 * @param rows of the grid of visual tokens; images and tiles lie over each other
 * @param columns of the grid
 * @param padding share of all visual tokens that show padding; 0 if no image is padded
 * @param arms one an arm
 * @param overlaps of each two arms that keep something behind their last stages
 * @param agreements of neighbouring stages of an arm, and of first stages of arms with the same ranker
 */
public record Diagnosis(
        int questions,
        int images,
        int rows,
        int columns,
        double padding,
        List<ArmDiagnosis> arms,
        List<ArmOverlap> overlaps,
        List<LayerAgreement> agreements) {

    /** Copies the lists. */
    public Diagnosis {
        arms = List.copyOf(arms);
        overlaps = List.copyOf(overlaps);
        agreements = List.copyOf(agreements);
    }

    /** Tells padding. */
    @FunctionalInterface
    public interface Padding {
        /** Whether a visual token of a question's prompt shows padding. */
        boolean shownBy(Asked question, VisualToken token);
    }

    /**
     * Sums up.
     *
     * @param choices of at least one arm, on the same questions in the same order, at least one; each has visual tokens
     * @param padding tells padding
     */
    public static Diagnosis of(List<ArmChoices> choices, Padding padding) {
        List<Asked> asked = choices.get(0).questions().stream()
                .map(ArmChoices.OnQuestion::question)
                .toList();
        Grid grid = Grid.of(asked, padding);
        return new Diagnosis(
                asked.size(),
                (int) asked.stream().map(Asked::images).distinct().count(),
                grid.rows,
                grid.columns,
                grid.paddingShare(),
                choices.stream().map(arm -> diagnosis(arm, grid)).toList(),
                overlaps(choices),
                agreements(choices));
    }

    /** Where tokens lie, question by question, by visual index: cell of the grid (-1 for none), and whether padding. */
    private record Grid(int rows, int columns, List<int[]> cells, List<boolean[]> padding) {

        static Grid of(List<Asked> asked, Padding padding) {
            List<List<VisualToken>> tokens =
                    asked.stream().map(one -> one.prompt().visualTokens()).toList();
            int rows = 1 + max(tokens.stream().flatMap(List::stream).mapToInt(VisualToken::row));
            int columns = 1 + max(tokens.stream().flatMap(List::stream).mapToInt(VisualToken::column));
            List<int[]> cells = new ArrayList<>();
            List<boolean[]> padded = new ArrayList<>();
            for (int question = 0; question < asked.size(); question++) {
                List<VisualToken> own = tokens.get(question);
                int[] places = new int[own.size()];
                boolean[] shows = new boolean[own.size()];
                for (int i = 0; i < places.length; i++) {
                    VisualToken token = own.get(i);
                    places[i] = token.column() == VisualToken.SEPARATOR ? -1 : token.row() * columns + token.column();
                    shows[i] = padding.shownBy(asked.get(question), token);
                }
                cells.add(places);
                padded.add(shows);
            }
            return new Grid(rows, columns, cells, padded);
        }

        private static int max(IntStream values) {
            return Math.max(0, values.max().orElse(0));
        }

        double paddingShare() {
            long all = padding.stream().mapToLong(one -> one.length).sum();
            return all == 0
                    ? 0
                    : (double) padding.stream().mapToLong(Grid::count).sum() / all;
        }

        boolean isPadded() {
            return padding.stream().anyMatch(one -> count(one) > 0);
        }

        long padded(int question, int[] tokens) {
            return IntStream.of(tokens)
                    .filter(token -> padding.get(question)[token])
                    .count();
        }

        int[] cellsOf(int question, int[] tokens) {
            return IntStream.of(tokens)
                    .map(token -> cells.get(question)[token])
                    .filter(cell -> cell >= 0)
                    .toArray();
        }

        int[] allCells(int question) {
            return IntStream.of(cells.get(question)).filter(cell -> cell >= 0).toArray();
        }

        private static long count(boolean[] flags) {
            return IntStream.range(0, flags.length).filter(i -> flags[i]).count();
        }
    }

    private static ArmDiagnosis diagnosis(ArmChoices arm, Grid grid) {
        // Where prompts differ in visual tokens, some may have fewer stages.
        int stages = arm.questions().stream()
                .mapToInt(one -> one.stages().size())
                .max()
                .orElse(0);
        return new ArmDiagnosis(
                arm.arm(),
                IntStream.range(0, stages)
                        .mapToObj(stage -> stage(arm, stage, grid))
                        .toList());
    }

    private static StageDiagnosis stage(ArmChoices arm, int stage, Grid grid) {
        int[] having = IntStream.range(0, arm.questions().size())
                .filter(question ->
                        stage < arm.questions().get(question).stages().size())
                .toArray();
        List<StageOutcome> outcomes = IntStream.of(having)
                .mapToObj(question -> arm.questions().get(question).stages().get(stage))
                .toList();
        List<int[]> cells = new ArrayList<>();
        // What does not look at the question keeps the same for all questions about an image: one each for every arm.
        Set<String> images = new HashSet<>();
        List<int[]> firsts = new ArrayList<>();
        List<ChanceEntropy.Draw> draws = new ArrayList<>();
        long kept = 0;
        long padded = 0;
        for (int i = 0; i < having.length; i++) {
            int[] tokens = outcomes.get(i).kept();
            kept += tokens.length;
            padded += grid.padded(having[i], tokens);
            int[] own = grid.cellsOf(having[i], tokens);
            cells.add(own);
            if (images.add(arm.questions().get(having[i]).question().images())) {
                firsts.add(own);
                draws.add(ChanceEntropy.Draw.of(own.length, grid.allCells(having[i])));
            }
        }
        KeptPositions positions = KeptPositions.of(grid.rows, grid.columns, cells.stream());
        return new StageDiagnosis(
                layer(outcomes.get(0)),
                outcomes.stream().mapToInt(one -> one.before().length).average().orElse(0),
                (double) kept / having.length,
                positions.rowShares(),
                positions.columnShares(),
                boxed(KeptPositions.of(grid.rows, grid.columns, firsts.stream()).spatialEntropy()),
                boxed(ChanceEntropy.of(grid.rows * grid.columns, draws)),
                kept > 0 && grid.isPadded() ? Optional.of((double) padded / kept) : Optional.empty());
    }

    private static List<ArmOverlap> overlaps(List<ArmChoices> choices) {
        List<ArmChoices> dropping = choices.stream()
                .filter(arm ->
                        arm.questions().stream().anyMatch(one -> !one.stages().isEmpty() && left(one).length > 0))
                .toList();
        List<ArmOverlap> overlaps = new ArrayList<>();
        for (int first = 0; first < dropping.size(); first++) {
            for (int second = first + 1; second < dropping.size(); second++) {
                overlap(dropping.get(first), dropping.get(second)).ifPresent(overlaps::add);
            }
        }
        return overlaps;
    }

    private static Optional<ArmOverlap> overlap(ArmChoices first, ArmChoices second) {
        Mean jaccard = new Mean();
        Mean chance = new Mean();
        for (int question = 0; question < first.questions().size(); question++) {
            ArmChoices.OnQuestion one = first.questions().get(question);
            int[] kept = left(one);
            int[] others = left(second.questions().get(question));
            Overlap.jaccard(kept, others).ifPresent(jaccard::add);
            double both = (double) kept.length * others.length / Math.max(1, all(one));
            if (kept.length + others.length > 0) {
                chance.add(both / (kept.length + others.length - both));
            }
        }
        return jaccard.count == 0
                ? Optional.empty()
                : Optional.of(
                        new ArmOverlap(first.arm(), second.arm(), jaccard.value(), chance.value(), jaccard.count));
    }

    /* Visual tokens behind the last stage. */
    private static int[] left(ArmChoices.OnQuestion one) {
        List<StageOutcome> stages = one.stages();
        return stages.isEmpty()
                ? IntStream.range(0, all(one)).toArray()
                : stages.get(stages.size() - 1).kept();
    }

    private static int all(ArmChoices.OnQuestion one) {
        return one.question().prompt().layout().visualTokens();
    }

    private static List<LayerAgreement> agreements(List<ArmChoices> choices) {
        List<LayerAgreement> agreements = new ArrayList<>();
        for (ArmChoices arm : choices) {
            int stages = arm.questions().stream()
                    .mapToInt(one -> one.stages().size())
                    .min()
                    .orElse(0);
            for (int stage = 1; stage < stages; stage++) {
                agreement(arm, stage - 1, arm, stage).ifPresent(agreements::add);
            }
        }
        agreements.addAll(firstStages(choices));
        return agreements;
    }

    /* Of each ranker and layer the first arm: counts do not change the scores of a first stage. */
    private static List<LayerAgreement> firstStages(List<ArmChoices> choices) {
        Map<Object, Map<Integer, ArmChoices>> byRanker = new HashMap<>();
        List<Object> rankers = new ArrayList<>();
        for (ArmChoices arm : choices) {
            if (arm.questions().stream().allMatch(one -> !one.stages().isEmpty())) {
                if (!byRanker.containsKey(arm.ranker())) {
                    rankers.add(arm.ranker());
                }
                byRanker.computeIfAbsent(arm.ranker(), unused -> new TreeMap<>())
                        .putIfAbsent(layer(arm.questions().get(0).stages().get(0)), arm);
            }
        }
        List<LayerAgreement> agreements = new ArrayList<>();
        for (Object ranker : rankers) {
            List<ArmChoices> byLayer =
                    List.copyOf(byRanker.getOrDefault(ranker, Map.of()).values());
            for (int first = 0; first < byLayer.size(); first++) {
                for (int second = first + 1; second < byLayer.size(); second++) {
                    agreement(byLayer.get(first), 0, byLayer.get(second), 0).ifPresent(agreements::add);
                }
            }
        }
        return agreements;
    }

    private static Optional<LayerAgreement> agreement(
            ArmChoices first, int firstStage, ArmChoices second, int secondStage) {
        Mean kendall = new Mean();
        for (int question = 0; question < first.questions().size(); question++) {
            StageOutcome earlier = first.questions().get(question).stages().get(firstStage);
            StageOutcome later = second.questions().get(question).stages().get(secondStage);
            float[] scores = later.scores();
            if (earlier.scores().length > 0 && scores.length > 1) {
                Overlap.kendall(scoresOf(later.before(), earlier), scores).ifPresent(kendall::add);
            }
        }
        StageOutcome earlier = first.questions().get(0).stages().get(firstStage);
        StageOutcome later = second.questions().get(0).stages().get(secondStage);
        return kendall.count == 0
                ? Optional.empty()
                : Optional.of(new LayerAgreement(
                        first.arm(), layer(earlier), second.arm(), layer(later), kendall.value(), kendall.count));
    }

    /* What a stage scored some of its tokens. */
    private static float[] scoresOf(int[] tokens, StageOutcome stage) {
        int[] before = stage.before();
        float[] scores = stage.scores();
        float[] some = new float[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            some[i] = scores[Arrays.binarySearch(before, tokens[i])];
        }
        return some;
    }

    private static int layer(StageOutcome outcome) {
        return outcome.stage().point() instanceof Point.DecoderLayer decoder ? decoder.layer() : 0;
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.stream().boxed().findFirst();
    }

    /** A mean that grows; mutable. */
    private static final class Mean {
        private double sum;
        private int count;

        void add(double value) {
            sum += value;
            count++;
        }

        double value() {
            return sum / count;
        }
    }
}
