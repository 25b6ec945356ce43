// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Prefill;
import dev.pdrop.engine.ReversedRanker;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.SeparatorKeepingRanker;
import dev.pdrop.engine.StageOutcome;
import dev.pdrop.methods.controls.AveragePoolRanker;
import dev.pdrop.methods.controls.RandomRanker;
import dev.pdrop.methods.fastv.FastVRanker;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler;
import dev.pdrop.methods.pyramiddrop.Rounding;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import dev.pdrop.testing.Pictures;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Image newlines are ranked like other visual tokens, or stay before all others. */
class NewlinesTest {

    private static final TokenRanker ATTENTION = Rankers.OFFICIAL;

    @Test
    void newlinesComeFirstInTheirOwnOrderAndTheRestStaysInIts() {
        List<VisualToken> twoRows = List.of(
                token(0, 0),
                token(0, 1),
                token(0, VisualToken.SEPARATOR),
                token(1, 0),
                token(1, 1),
                token(1, VisualToken.SEPARATOR));

        // The highest other score is 4: the lower newline comes to 5, the other to 6.
        assertThat(raised(twoRows, -2, 4, -1, 3, 0, 1)).containsExactly(-2, 4, 5, 3, 0, 6);
        assertThat(raised(twoRows, -2, 4, 1, 3, 0, 1))
                .as("equal ones stay equal")
                .containsExactly(-2, 4, 5, 3, 0, 5);
    }

    @Test
    void newlinesComeFirstAlsoAmongScoresThatAreTinyHugeOrMasked() {
        List<VisualToken> tokens =
                List.of(token(0, 0), token(0, VisualToken.SEPARATOR), token(1, 0), token(1, VisualToken.SEPARATOR));

        float[] tiny = raised(tokens, 1e-5f, 2.000e-5f, 3e-5f, 2.005e-5f);
        assertThat(tiny[3]).isGreaterThan(tiny[1]);
        assertThat(tiny[1]).isGreaterThan(tiny[2]);
        float[] huge = raised(tokens, 1e30f, 0, 2e30f, 1);
        assertThat(huge[3]).isGreaterThan(huge[1]).isFinite();
        assertThat(huge[1]).isGreaterThan(huge[2]);
        float[] masked = raised(tokens, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, .5f, .25f);
        assertThat(masked[3]).isGreaterThan(masked[1]);
        assertThat(masked[1]).isGreaterThan(masked[2]);
    }

    @Test
    void withoutNewlinesScoresStayAsTheyAre() {
        assertThat(raised(List.of(token(0, 0), token(0, 1)), .25f, -.5f)).containsExactly(.25f, -.5f);
    }

    @Test
    void onARealModelEveryNewlineStaysWhileThereIsRoomAndCountsStayAsPlanned() {
        for (TokenRanker ranker : List.of(
                ATTENTION,
                new ReversedRanker(ATTENTION),
                new RandomRanker(),
                new FastVRanker(new FastVRanker.Config(FastVRanker.Query.MEAN)))) {
            Stages ranked = stages(ranker);
            Stages kept = stages(new SeparatorKeepingRanker(ranker));

            assertThat(ranked.newlines()).hasSizeGreaterThan(1);
            assertThat(kept.counts()).isEqualTo(ranked.counts());
            for (StageOutcome stage : kept.outcomes()) {
                Set<Integer> stayed =
                        Set.copyOf(Arrays.stream(stage.kept()).boxed().toList());
                if (stayed.size() >= kept.newlines().size()) {
                    assertThat(stayed).containsAll(kept.newlines());
                } else {
                    assertThat(kept.newlines()).containsAll(stayed);
                }
            }
            assertThat(kept.outcomes().get(0).kept())
                    .isNotEqualTo(ranked.outcomes().get(0).kept());
        }
    }

    @Test
    void whatChoosesTokensItselfCannotPutThemFirst() {
        assertThatThrownBy(() -> new SeparatorKeepingRanker(new AveragePoolRanker()))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a ranker that gives scores where newlines = keep, found one that chooses tokens"
                        + " itself: leave newlines out, or choose another ranker");
    }

    private static VisualToken token(int row, int column) {
        return new VisualToken(0, 0, row, column);
    }

    private static float[] raised(List<VisualToken> tokens, float... scores) {
        TokenRanker fixed = new TokenRanker() {
            @Override
            public Set<Capture> needs(Point at) {
                return Set.of();
            }

            @Override
            public Ranking rank(RankingContext context) {
                NDArray values = context.manager().create(scores, new Shape(1, scores.length));
                return new Ranking.Scores(values);
            }

            @Override
            public boolean looksAtText() {
                return false;
            }
        };
        try (NDManager stage = Engine.getEngine("PyTorch").newBaseManager()) {
            RankingContext context = new RankingContext(FixedState.of(tokens), 1, SplittableRandom::new, stage);
            return ((Ranking.Scores) new SeparatorKeepingRanker(fixed).rank(context))
                    .values()
                    .toFloatArray();
        }
    }

    /** What happened at the stages of one prompt, and which of its visual tokens are newlines. */
    private record Stages(List<StageOutcome> outcomes, List<Integer> newlines) {

        List<Integer> counts() {
            return outcomes.stream().map(stage -> stage.kept().length).toList();
        }
    }

    private static Stages stages(TokenRanker ranker) {
        Path model = Path.of("src/test/resources/parity/models/llava_next");
        PyramidScheduler schedule = new PyramidScheduler(new PyramidScheduler.Config(
                4, new BigDecimal("0.5"), Optional.of(List.of(1, 2, 3)), Optional.empty(), Rounding.INT));
        try (Backbone backbone = new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(model, "cpu", NumberFormat.FLOAT32, "plain"))) {
            Prompt prompt = backbone.prompt(Conversation.raw("<image> x y z q", List.of(Pictures.noise(1, 40, 70))));
            try (VisualFeatures features = backbone.encode(prompt.images(), Set.of());
                    Prefill prefill = Prefill.run(
                            backbone,
                            new Method(Optional.of(ranker), schedule, PositionPolicy.ORIGINAL),
                            List.of(prompt),
                            features,
                            new Seeds(17, "arm", 0),
                            List.of("example"))) {
                return new Stages(
                        prefill.stages(0),
                        IntStream.range(0, prompt.visualTokens().size())
                                .filter(i -> prompt.visualTokens().get(i).column() == VisualToken.SEPARATOR)
                                .boxed()
                                .toList());
            }
        }
    }
}
