// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.engine.StageOutcome;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.DoublePredicate;

/**
 * What a stage did to a view.
 *
 * @param layer before which it acts
 * @param ranked what the tokens that came to it stand for
 * @param kept what those that went on stand for
 */
public record StageView(int layer, List<Part> ranked, List<Part> kept) {

    /** Copies the lists. */
    public StageView {
        ranked = List.copyOf(ranked);
        kept = List.copyOf(kept);
    }

    /** Whether the ranker gave scores. */
    public boolean scored() {
        return ranked.stream().anyMatch(part -> part.rank().isPresent());
    }

    /** Whether any token that went on stands for more than its own place. */
    public boolean mixed() {
        return kept.stream().anyMatch(part -> part.regions().size() > 1);
    }

    /** The decoder layer before which a stage acts. */
    public static int layer(StageOutcome stage) {
        return stage.stage().point() instanceof Point.DecoderLayer decoder ? decoder.layer() : 0;
    }

    /** What the stages of a method did to a view, in order. */
    public static List<StageView> of(ImageView view, List<StageOutcome> stages) {
        List<StageView> views = new ArrayList<>();
        // For each token that is left, the tokens that it stands for.
        Map<Integer, SortedSet<Integer>> left = new LinkedHashMap<>();
        for (StageOutcome stage : stages) {
            int[] before = stage.before();
            double[] ranks = ranks(stage.scores());
            List<Part> ranked = new ArrayList<>();
            for (int i = 0; i < before.length; i++) {
                SortedSet<Integer> own = left.computeIfAbsent(before[i], token -> new TreeSet<>(List.of(token)));
                add(ranked, view, own, ranks.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(ranks[i]));
            }
            left = after(stage.mixture(), before, left);
            List<Part> kept = new ArrayList<>();
            left.values().forEach(own -> add(kept, view, own, OptionalDouble.empty()));
            views.add(new StageView(layer(stage), ranked, kept));
        }
        return views;
    }

    private static Map<Integer, SortedSet<Integer>> after(
            Mixture mixture, int[] before, Map<Integer, SortedSet<Integer>> left) {
        Map<Integer, SortedSet<Integer>> after = new LinkedHashMap<>();
        int[] kept = mixture.kept();
        for (int i = 0; i < kept.length; i++) {
            SortedSet<Integer> own = new TreeSet<>();
            for (int source : mixture.sources(i)) {
                own.addAll(left.getOrDefault(before[source], new TreeSet<>()));
            }
            after.put(before[kept[i]], own);
        }
        return after;
    }

    private static void add(List<Part> parts, ImageView view, SortedSet<Integer> tokens, OptionalDouble rank) {
        List<ImageRegion> regions = new ArrayList<>();
        tokens.forEach(token ->
                view.place(token).ifPresent(place -> regions.add(view.regions().get(place))));
        if (!regions.isEmpty()) {
            parts.add(new Part(regions, rank));
        }
    }

    /* Of equal scores each has the middle of their ranks. */
    private static double[] ranks(float[] scores) {
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            float score = scores[i];
            int first = count(sorted, other -> other < score);
            int last = count(sorted, other -> other <= score) - 1;
            ranks[i] = scores.length == 1 ? 0.5 : (first + last) / 2.0 / (scores.length - 1);
        }
        return ranks;
    }

    /* How many there are at the beginning for which something holds that holds for none behind them. */
    private static int count(float[] sorted, DoublePredicate holds) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (holds.test(sorted[middle])) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
