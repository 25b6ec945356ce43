// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Puts a ranker to work on a toy backbone. */
final class RankingBench implements AutoCloseable {

    /** Three prompts of equal layout with an image each. */
    static final List<Conversation> BATCH = List.of(
            one("<image> what is the colour ?", 1),
            one("<image> where is the cat ?", 2),
            one("<image> how big is this ?", 3));

    /** A prompt with two images apart from each other. */
    static final Conversation TWO_IMAGES =
            Conversation.raw("<image> is this <image> in the picture ?", List.of(Pictures.noise(4), Pictures.noise(5)));

    private final TokenRanker ranker;
    private final ToyBackbone backbone;

    RankingBench(TokenRanker ranker, ToyConfig model) {
        this.ranker = ranker;
        this.backbone = new ToyBackbone(model);
    }

    /**
     * Where and on what to rank.
     *
     * @param conversations form the batch
     * @param firstExample number of the first conversation, which decides its random numbers
     * @param layer where to rank
     * @param earlier what happens to positions when half of the visual tokens are dropped before the layer below
     */
    record Situation(List<Conversation> conversations, int firstExample, int layer, Optional<PositionPolicy> earlier) {

        /** The three prompts at a layer. */
        static Situation at(int layer) {
            return new Situation(BATCH, 0, layer, Optional.empty());
        }

        /** Other conversations, the first of them with this number. */
        Situation with(List<Conversation> others, int first) {
            return new Situation(others, first, layer, earlier);
        }

        /** The same after an earlier drop. */
        Situation after(PositionPolicy drop) {
            return new Situation(conversations, firstExample, layer, Optional.of(drop));
        }
    }

    static Conversation one(String text, long seed) {
        return Conversation.raw(text, List.of(Pictures.noise(seed)));
    }

    ToyBackbone backbone() {
        return backbone;
    }

    /** Layers at which the ranker can rank. */
    List<Integer> legalLayers() {
        return IntStream.range(0, backbone.geometry().layers())
                .filter(this::isLegal)
                .boxed()
                .toList();
    }

    /**
     * What the ranker says of each visual token, (example, visual token); 1 or 0 where it chooses by itself or merges.
     *
     * @throws AssertionError if it says what no ranker may say
     */
    float[][] rank(Situation situation) {
        List<float[][]> verdict = new ArrayList<>();
        visit(situation, ranker.needs(Point.decoder(situation.layer())), state -> verdict.add(rank(situation, state)));
        return verdict.get(0);
    }

    /** Hands the state in which the ranker would rank to a visitor. */
    void visit(Situation situation, Set<Capture> captures, Consumer<DecoderState> visitor) {
        List<Prompt> prompts =
                situation.conversations().stream().map(backbone::prompt).toList();
        List<Image> images = prompts.stream()
                .flatMap(prompt -> prompt.images().stream())
                .distinct()
                .toList();
        try (VisualFeatures features = backbone.encode(images, Set.of());
                DecoderState start = backbone.embed(prompts, features);
                DecoderState reduced = reduce(start, situation, captures);
                DecoderState state = backbone.advance(reduced, situation.layer(), captures)) {
            visitor.accept(state);
        }
    }

    /** Ranks one state. */
    float[][] rank(Situation situation, DecoderState state) {
        try (NDManager manager = backbone.manager().newSubManager()) {
            RankingContext context = context(situation, state, manager);
            return verdict(ranker.rank(context), context);
        }
    }

    /** Whether the ranker scores the tokens of a state, rather than choosing or merging them itself. */
    boolean givesScores(Situation situation, DecoderState state) {
        try (NDManager manager = backbone.manager().newSubManager()) {
            return ranker.rank(context(situation, state, manager)) instanceof Ranking.Scores;
        }
    }

    private static RankingContext context(Situation situation, DecoderState state, NDManager manager) {
        return new RankingContext(
                state,
                Math.max(1, state.visualTokens() / 2),
                example -> new Random(7919L * (situation.firstExample() + example) + situation.layer()),
                manager);
    }

    @Override
    public void close() {
        backbone.close();
    }

    private boolean isLegal(int layer) {
        try {
            ranker.needs(Point.decoder(layer));
            return true;
        } catch (InvalidMethodException e) {
            return false;
        }
    }

    private DecoderState reduce(DecoderState start, Situation situation, Set<Capture> captures) {
        int before = Math.max(0, situation.layer() - 1);
        try (DecoderState there = backbone.advance(start, before, captures)) {
            if (situation.earlier().isEmpty()) {
                return backbone.advance(there, before, captures);
            }
            int visual = there.visualTokens();
            int[][] kept = new int[there.batch()][];
            // Other tokens in each example: the odd ones and the even ones in turn.
            Arrays.setAll(
                    kept,
                    example -> IntStream.range(0, visual / 2)
                            .map(i -> 2 * i + example % 2)
                            .toArray());
            return backbone.retain(
                    there, new Retention(kept), situation.earlier().get());
        }
    }

    private static float[][] verdict(Ranking ranking, RankingContext context) {
        float[][] verdict = new float[context.batch()][context.visualTokens()];
        if (ranking instanceof Ranking.Selection selection) {
            check(selection.batch() == context.batch(), "a selection for each example", selection.batch());
            for (int example = 0; example < verdict.length; example++) {
                mark(verdict[example], selection.kept(example));
            }
            return verdict;
        }
        if (ranking instanceof Ranking.Merge merge) {
            check(merge.batch() == context.batch(), "a mixture for each example", merge.batch());
            for (int example = 0; example < verdict.length; example++) {
                Mixture mixture = merge.mixture(example);
                check(mixture.fits(verdict[example].length), "places below " + verdict[example].length, mixture);
                mark(verdict[example], mixture.kept());
            }
            return verdict;
        }
        NDArray values = ((Ranking.Scores) ranking).values();
        Shape expected = new Shape(context.batch(), context.visualTokens());
        check(values.getShape().equals(expected), "scores of shape " + expected, values.getShape());
        check(values.getDataType() == DataType.FLOAT32, "float32 scores", values.getDataType());
        check(
                values.getManager().equals(context.manager()),
                "scores that belong to the manager of the context",
                values.getManager().getName());
        float[] flat = values.toFloatArray();
        for (int i = 0; i < flat.length; i++) {
            check(Float.isFinite(flat[i]), "finite scores", flat[i]);
            verdict[i / context.visualTokens()][i % context.visualTokens()] = flat[i];
        }
        return verdict;
    }

    private static void mark(float[] verdict, int[] kept) {
        int next = 0;
        for (int place : kept) {
            check(place >= next && place < verdict.length, "ascending places below " + verdict.length, place);
            verdict[place] = 1;
            next = place + 1;
        }
    }

    private static void check(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new AssertionError("a ranker gives " + expected + ", found " + found);
        }
    }
}
