// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Action;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.TokenRanker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One stage on one batch: rank, select, retain. */
final class Reduction {

    /**
     * A reduced batch.
     *
     * @param state the new state, owned by the caller
     * @param outcomes one an example
     */
    record Reduced(DecoderState state, List<StageOutcome> outcomes) {}

    private final Backbone backbone;
    private final Seeds seeds;
    private final List<String> examples;

    Reduction(Backbone backbone, Seeds seeds, List<String> examples) {
        this.backbone = backbone;
        this.seeds = seeds;
        this.examples = examples;
    }

    /** Applies a stage to a state that stands at its point; the state stays open. */
    Reduced apply(Stage stage, Method method, DecoderState state) {
        List<Choice> choices = state.visualTokens() > 0 && stage.action() instanceof Action.Keep keep
                ? rank(stage, method.ranker().orElseThrow(), keep.visualTokens(), state)
                : nothingKept(state.batch());
        return new Reduced(retain(choices, method.positions(), state), outcomes(stage, choices, state));
    }

    private List<Choice> rank(Stage stage, TokenRanker ranker, int asked, DecoderState state) {
        int keep = Math.min(asked, state.visualTokens());
        try (NDManager scope = backbone.newManager()) {
            Ranking ranking = ranker.rank(new RankingContext(
                    state, keep, example -> seeds.generator(examples.get(example), stage.point()), scope));
            return ranking instanceof Ranking.Scores scores
                    ? byScores(stage, scores, keep, state)
                    : bySelection((Ranking.Selection) ranking);
        }
    }

    private static List<Choice> byScores(Stage stage, Ranking.Scores ranking, int keep, DecoderState state) {
        int visualTokens = state.visualTokens();
        float[] values = ranking.values().toFloatArray();
        if (values.length != state.batch() * visualTokens) {
            throw new IllegalStateException("a ranker must score " + state.batch() + " x " + visualTokens
                    + " visual tokens, but gave " + ranking.values().getShape() + " " + stage.point());
        }
        List<Choice> choices = new ArrayList<>();
        for (int example = 0; example < state.batch(); example++) {
            float[] own = Arrays.copyOfRange(values, example * visualTokens, (example + 1) * visualTokens);
            TopSelection top = TopSelection.of(own, keep, stage.point().toString());
            choices.add(new Choice(top.kept(), own, top.margin()));
        }
        return choices;
    }

    private static List<Choice> bySelection(Ranking.Selection selection) {
        List<Choice> choices = new ArrayList<>();
        for (int example = 0; example < selection.batch(); example++) {
            choices.add(new Choice(selection.kept(example), new float[0], Double.NaN));
        }
        return choices;
    }

    private static List<Choice> nothingKept(int batch) {
        List<Choice> choices = new ArrayList<>();
        for (int example = 0; example < batch; example++) {
            choices.add(new Choice(new int[0], new float[0], Double.NaN));
        }
        return choices;
    }

    private DecoderState retain(List<Choice> choices, PositionPolicy positions, DecoderState state) {
        int[][] kept = choices.stream().map(choice -> choice.places).toArray(int[][]::new);
        for (int[] places : kept) {
            if (places.length != kept[0].length) {
                throw new UnevenSelectionException();
            }
        }
        return backbone.retain(state, new Retention(kept), positions);
    }

    private static List<StageOutcome> outcomes(Stage stage, List<Choice> choices, DecoderState before) {
        List<StageOutcome> outcomes = new ArrayList<>();
        for (int example = 0; example < choices.size(); example++) {
            Choice choice = choices.get(example);
            int[] indices = before.visualIndices(example);
            int[] kept =
                    Arrays.stream(choice.places).map(place -> indices[place]).toArray();
            outcomes.add(new StageOutcome(stage, indices, kept, choice.scores, choice.margin));
        }
        return outcomes;
    }

    /** What stays in one example: places among the tokens that are left. */
    private static final class Choice {
        final int[] places;
        final float[] scores;
        final double margin;

        Choice(int[] places, float[] scores, double margin) {
            this.places = places;
            this.scores = scores;
            this.margin = margin;
        }
    }
}
