// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.TokenRanker;
import java.util.List;
import java.util.Optional;

/**
 * What a ranker said of the visual tokens of a batch, on the host, and what it asked for on the way.
 *
 * <p>A ranker is a function of what its context tells it. One that asked neither how many tokens will stay nor for a
 * random number would have said the same for every count and every arm, which is seen here and need not be declared.
 *
 * <p>Immutable.
 */
public final class Verdict {

    private final Stage stage;
    private final int batch;
    private final Optional<float[]> scores;
    private final Optional<Choices> chosen;
    private final boolean askedForCount;
    private final boolean drewRandomNumbers;

    private Verdict(
            Stage stage,
            int batch,
            Optional<float[]> scores,
            Optional<Choices> chosen,
            boolean askedForCount,
            boolean drewRandomNumbers) {
        this.stage = stage;
        this.batch = batch;
        this.scores = scores;
        this.chosen = chosen;
        this.askedForCount = askedForCount;
        this.drewRandomNumbers = drewRandomNumbers;
    }

    /**
     * Asks a ranker.
     *
     * @param backbone the model
     * @param ranker the ranker
     * @param stage where the state stands, and how many are to stay
     * @param state carries what the ranker needs and has visual tokens
     * @param seeds of the arm
     * @param names of the examples, by which random numbers are drawn; see {@link Method#names}
     */
    public static Verdict of(
            Backbone backbone, TokenRanker ranker, Stage stage, DecoderState state, Seeds seeds, List<String> names) {
        boolean[] asked = new boolean[2];
        int keep = Math.min(stage.action().visualTokens(), state.visualTokens());
        try (NDManager scope = backbone.newManager()) {
            RankingContext context = new RankingContext(
                    state,
                    () -> {
                        asked[0] = true;
                        return keep;
                    },
                    example -> {
                        asked[1] = true;
                        return seeds.generator(names.get(example), stage.point());
                    },
                    scope);
            Ranking ranking = ranker.rank(context);
            Optional<float[]> scores = ranking instanceof Ranking.Scores given
                    ? Optional.of(numbers(given, stage, state))
                    : Optional.empty();
            return new Verdict(stage, state.batch(), scores, chosen(ranking), asked[0], asked[1]);
        }
    }

    private static Optional<Choices> chosen(Ranking ranking) {
        if (ranking instanceof Ranking.Selection selection) {
            return Optional.of(Choices.chosen(selection.batch(), example -> Mixture.of(selection.kept(example))));
        }
        return ranking instanceof Ranking.Merge merge
                ? Optional.of(Choices.chosen(merge.batch(), merge::mixture))
                : Optional.empty();
    }

    private static float[] numbers(Ranking.Scores ranking, Stage stage, DecoderState state) {
        float[] values = ranking.values().toFloatArray();
        if (values.length != state.batch() * state.visualTokens()) {
            throw new IllegalStateException("a ranker must score " + state.batch() + " x " + state.visualTokens()
                    + " visual tokens, but gave " + ranking.values().getShape() + " " + stage.point());
        }
        return values;
    }

    /** Whether the same ranker would say the same where another number is to stay, at the same point. */
    public boolean servesOtherCounts() {
        return !askedForCount;
    }

    /** Whether the same ranker would say the same to an arm with other seeds. */
    public boolean servesOtherSeeds() {
        return !drewRandomNumbers;
    }

    /** What stays at its own stage. */
    public Choices choices() {
        return choices(stage.action().visualTokens());
    }

    /**
     * What stays if others were asked for; only if it {@link #servesOtherCounts}.
     *
     * @param asked how many are to stay; where fewer are left, all do
     */
    public Choices choices(int asked) {
        if (chosen.isPresent()) {
            return chosen.get();
        }
        float[] values = scores.orElseThrow();
        return Choices.best(values, batch, Math.min(asked, values.length / batch), stage);
    }
}
