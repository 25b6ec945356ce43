// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Puts a backbone to work: short words for what its contract does again and again. */
final class BackboneBench implements AutoCloseable {

    /** Nothing captured. */
    static final Set<Capture> NONE = Set.of();

    private final Backbone backbone;
    private final List<String> questions;

    BackboneBench(Backbone backbone, List<String> questions) {
        this.backbone = backbone;
        this.questions = questions;
    }

    Backbone backbone() {
        return backbone;
    }

    int layers() {
        return backbone.geometry().layers();
    }

    /** Layers before which something can be dropped: the first, one in the middle, the last. */
    List<Integer> boundaries() {
        return IntStream.of(0, layers() / 2, layers() - 1).distinct().boxed().toList();
    }

    /** The question of that number behind an image of its own. */
    Prompt one(int number) {
        return backbone.prompt(Conversation.raw("<image> " + questions.get(number), List.of(Pictures.noise(number))));
    }

    /** Prompts of equal layout. */
    List<Prompt> batch() {
        return IntStream.range(0, questions.size()).mapToObj(this::one).toList();
    }

    /** Two images apart from each other. */
    Prompt twoImages() {
        return backbone.prompt(Conversation.raw(
                "<image> " + questions.get(0) + " <image> " + questions.get(1),
                List.of(Pictures.noise(21), Pictures.noise(22))));
    }

    Prompt noImage() {
        return backbone.prompt(Conversation.raw(questions.get(0), List.of()));
    }

    /** A state at layer 0, made with features that are closed again. */
    DecoderState start(List<Prompt> prompts) {
        List<Image> images =
                prompts.stream().flatMap(prompt -> prompt.images().stream()).toList();
        try (VisualFeatures features = images.isEmpty() ? backbone.noFeatures() : backbone.encode(images, NONE)) {
            return backbone.embed(prompts, features);
        }
    }

    /** A state at a layer, carrying captures. */
    DecoderState at(int layer, List<Prompt> prompts, Set<Capture> captures) {
        try (DecoderState start = start(prompts)) {
            return backbone.advance(start, layer, captures);
        }
    }

    /** The logits of each example once the remaining layers have run. */
    float[][] finish(DecoderState state) {
        try (DecoderState end = backbone.advance(state, layers(), NONE)) {
            return rows(backbone.logits(end)::row, state.batch());
        }
    }

    /** The logits of each example once the remaining layers have run and these tokens were appended. */
    float[][] finish(DecoderState state, int... tokens) {
        try (DecoderState end = backbone.advance(state, layers(), NONE);
                DecoderState longer = append(end, tokens)) {
            return rows(backbone.logits(longer)::row, state.batch());
        }
    }

    /** Adds the same tokens to each example. */
    DecoderState append(DecoderState state, int... tokens) {
        return backbone.append(
                state,
                IntStream.range(0, state.batch())
                        .mapToObj(example -> tokens.clone())
                        .toList());
    }

    /** Keeps every other visual token, in each example others. */
    DecoderState halve(DecoderState state, PositionPolicy policy) {
        return backbone.retain(state, half(state), policy);
    }

    /** Every other place, in each example others. */
    static Retention half(DecoderState state) {
        int[][] kept = new int[state.batch()][];
        Arrays.setAll(
                kept,
                example -> IntStream.range(0, state.visualTokens() / 2)
                        .map(i -> 2 * i + example % 2)
                        .toArray());
        return new Retention(kept);
    }

    /** Those of {@link #half}, each with its neighbours mixed into it: one to three of them, by other weights. */
    static Retention pairs(DecoderState state) {
        Retention half = half(state);
        return new Retention(IntStream.range(0, half.batch())
                .mapToObj(example -> pairs(half.kept(example), state.visualTokens()))
                .toList());
    }

    private static Mixture pairs(int[] kept, int visualTokens) {
        int[][] sources = new int[kept.length][];
        float[][] weights = new float[kept.length][];
        for (int i = 0; i < kept.length; i++) {
            int first = Math.max(0, kept[i] - i % 2);
            int end = Math.min(visualTokens, kept[i] + 1 + i % 3);
            sources[i] = IntStream.range(first, end).toArray();
            weights[i] = new float[end - first];
            Arrays.fill(weights[i], 0.5f / Math.max(1, end - first - 1));
            weights[i][0] = end - first == 1 ? 1 : 0.5f;
        }
        return new Mixture(kept, sources, weights);
    }

    /** What a representative becomes, computed number by number. */
    static float[] mixed(float[][] rows, int[] visualRows, Mixture mixture, int representative) {
        float[] sum = new float[rows[0].length];
        int[] sources = mixture.sources(representative);
        for (int column = 0; column < sum.length; column++) {
            double exact = 0;
            for (int i = 0; i < sources.length; i++) {
                exact += mixture.weights(representative)[i] * (double) rows[visualRows[sources[i]]][column];
            }
            sum[column] = (float) exact;
        }
        return sum;
    }

    /** A hidden capture of all rows at the state's own boundary: (example, row, column). */
    float[][][] rows(DecoderState state, Capture hidden) {
        try (DecoderState showing = backbone.advance(state, state.layer(), Set.of(hidden))) {
            float[] values = showing.captured(hidden).toFloatArray();
            int width = values.length / (state.batch() * state.tokens());
            float[][][] rows = new float[state.batch()][state.tokens()][];
            for (int row = 0; row < state.batch() * state.tokens(); row++) {
                rows[row / state.tokens()][row % state.tokens()] =
                        Arrays.copyOfRange(values, row * width, (row + 1) * width);
            }
            return rows;
        }
    }

    /** Every place. */
    static Retention everything(DecoderState state) {
        int[][] kept = new int[state.batch()][];
        Arrays.fill(kept, IntStream.range(0, state.visualTokens()).toArray());
        return new Retention(kept);
    }

    /** A prompt without its last tokens, which must be text. */
    static Prompt without(Prompt prompt, int last) {
        return new Prompt(
                Arrays.copyOf(prompt.ids(), prompt.length() - last),
                prompt.layout().spans(),
                prompt.visualTokens(),
                prompt.images(),
                prompt.unknownWords());
    }

    /** The last tokens of a prompt. */
    static int[] last(Prompt prompt, int count) {
        return Arrays.copyOfRange(prompt.ids(), prompt.length() - count, prompt.length());
    }

    /** The manager above everything that the backbone makes for states. */
    NDManager root(Prompt prompt) {
        List<Image> images = prompt.images();
        try (VisualFeatures features = backbone.encode(images, NONE)) {
            return HandleLeaks.root(features.of(images.get(0)));
        }
    }

    /** Every capture of a layer that the backbone supports. */
    Set<Capture> captures(int layer, Queries queries) {
        return Arrays.stream(Capture.Kind.values())
                .map(kind -> Capture.of(layer, kind, queries))
                .flatMap(capture -> rotations(capture).stream())
                .filter(backbone::supports)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    private static List<Capture> rotations(Capture capture) {
        boolean rotated = capture.kind() != Capture.Kind.HIDDEN && capture.kind() != Capture.Kind.VALUE;
        return rotated ? List.of(capture, capture.rotated(Capture.Rotation.NONE)) : List.of(capture);
    }

    private static float[][] rows(IntFunction<float[]> row, int batch) {
        return IntStream.range(0, batch).mapToObj(row).toArray(float[][]::new);
    }

    @Override
    public void close() {
        backbone.close();
    }
}
