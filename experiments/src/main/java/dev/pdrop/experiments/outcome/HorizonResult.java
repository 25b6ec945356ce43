// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.statistics.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How deep in the model one ranking is worth anything: arms that drop once, each before another layer and alike in all
 * else, held against random dropping on the same schedule.
 *
 * <p>The <b>information horizon</b> is the first tried layer from which on no tried layer's ranking is better than
 * random. One that is worse brings nothing either, and is named. Between tried layers nothing is known, and what is not
 * distinguishable is not shown to be equal.
 *
 * @param ranker name of the ranker
 * @param positions what becomes of position ids
 * @param keep visual tokens that are kept, of one image of the usual size
 * @param layers the tried ones, ascending; at least two
 * @param horizon a tried layer; absent if the deepest one is better than random, or there are too few images
 */
public record HorizonResult(
        String ranker, String positions, int keep, List<LayerResult> layers, Optional<Integer> horizon) {

    /**
     * A ranking against random at one layer.
     *
     * @param layer the one before which tokens are dropped
     * @param pair the arm that ranks against the one that draws; its interval holds for all comparisons of the run at
     *     once
     */
    public record LayerResult(int layer, PairResult pair) {

        /** Checks that it is whole. */
        public LayerResult {
            Objects.requireNonNull(pair);
        }
    }

    /** Copies the list. */
    public HorizonResult {
        layers = List.copyOf(layers);
    }

    /**
     * Finds the horizon.
     *
     * @param layers the tried ones, ascending; at least two
     */
    public static HorizonResult of(String ranker, String positions, int keep, List<LayerResult> layers) {
        int first = layers.size();
        while (first > 0 && bringsNothing(layers.get(first - 1))) {
            first--;
        }
        Optional<Integer> horizon = first == layers.size()
                ? Optional.empty()
                : Optional.of(layers.get(first).layer());
        return new HorizonResult(ranker, positions, keep, layers, horizon);
    }

    private static boolean bringsNothing(LayerResult layer) {
        return switch (layer.pair().verdict()) {
            case NOT_DISTINGUISHABLE, LOWER -> true;
            case HIGHER, NO_STATEMENT -> false;
        };
    }

    /** What it comes to: one sentence without a subject and a full stop. */
    public String words() {
        if (layers.stream().anyMatch(one -> one.pair().verdict() == Verdict.NO_STATEMENT)) {
            return "no statement, there are too few images";
        }
        return better() + worse();
    }

    private String better() {
        int first = layers.get(0).layer();
        int last = layers.get(layers.size() - 1).layer();
        if (horizon.isEmpty()) {
            return "no horizon among the tried layers: before layer " + last
                    + ", the deepest, its ranking is still better than random";
        }
        return horizon.get() == first
                ? "not shown to be better than random before any tried layer, the first being " + first
                : "information horizon at layer " + horizon.get()
                        + ": from there on no tried layer's ranking is shown to be better than random";
    }

    private String worse() {
        List<String> worse = layers.stream()
                .filter(one -> one.pair().verdict() == Verdict.LOWER)
                .map(one -> Integer.toString(one.layer()))
                .toList();
        return worse.isEmpty()
                ? ""
                : "; worse than random before layer" + (worse.size() == 1 ? " " : "s ") + String.join(", ", worse);
    }
}
