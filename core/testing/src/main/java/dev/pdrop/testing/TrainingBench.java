// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Conversation.Form;
import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Packing;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Teaches a backbone: short words for what its contract does again and again. */
final class TrainingBench implements AutoCloseable {

    /** Nothing dropped. */
    static final List<Drop> NO_DROPS = List.of();

    private final TrainableBackbone backbone;
    private final List<String> questions;
    private final List<String> answers;

    /** Lessons about one picture share it. */
    private final List<Image> pictures = List.of(Pictures.noise(1), Pictures.noise(2));

    /** A drop before a layer: what each example keeps. */
    record Drop(int layer, List<Mixture> kept, PositionPolicy policy) {}

    /** What came out of a lesson: its loss, what each example predicted, and gradients by name. */
    record Taught(double loss, List<int[]> predicted, Map<String, Slopes> gradients) {
        Slopes gradient(String name) {
            return Objects.requireNonNull(gradients.get(name), name);
        }
    }

    TrainingBench(TrainableBackbone backbone, List<String> questions, List<String> answers) {
        this.backbone = backbone;
        this.questions = questions;
        this.answers = answers;
    }

    TrainableBackbone backbone() {
        return backbone;
    }

    /** A lesson of the question of that number about pictures, of which there may be none. */
    Prompt lesson(int number, List<Image> pictures) {
        String text = "<image> ".repeat(pictures.size()) + questions.get(number);
        return backbone.teach(new Conversation(
                List.of(new Turn(Role.USER, text), new Turn(Role.ASSISTANT, " " + answers.get(number))),
                pictures,
                Form.RAW));
    }

    /** The pictures of {@link #batch()}. */
    List<Image> pictures() {
        return pictures;
    }

    /** All lessons about a picture. */
    List<Prompt> lessons(Image picture) {
        return IntStream.range(0, questions.size())
                .mapToObj(number -> lesson(number, List.of(picture)))
                .toList();
    }

    /** Lessons packed into one prompt, with a few rows that fill it up. */
    Prompt packed(List<Prompt> lessons) {
        Prompt packed = Packing.pack(lessons);
        return Packing.fill(packed, packed.length() + 3, backbone.filler());
    }

    /** Two packed prompts about a picture each. */
    List<Prompt> batch() {
        return pictures.stream().map(picture -> packed(lessons(picture))).toList();
    }

    /** Two drops on the way through the layers, in each of two examples of other tokens. */
    List<Drop> drops(PositionPolicy policy) {
        int visual = visualTokens();
        int layers = backbone.geometry().layers();
        List<Mixture> halves = List.of(Mixture.of(every(visual, 2, 0)), Mixture.of(every(visual, 2, 1)));
        List<Mixture> fewer = List.of(Mixture.of(every(visual / 2, 5, 0)), Mixture.of(every(visual / 2, 5, 2)));
        return List.of(new Drop(layers / 3, halves, policy), new Drop(2 * layers / 3, fewer, policy));
    }

    /** Before the first layer, each second token with its neighbour mixed into it by a third. */
    List<Drop> merges(PositionPolicy policy) {
        List<Mixture> pairs = IntStream.range(0, 2)
                .mapToObj(first -> pairs(every(visualTokens() - 1, 2, first)))
                .toList();
        return List.of(new Drop(0, pairs, policy));
    }

    private static Mixture pairs(int[] kept) {
        float[][] weights = new float[kept.length][];
        Arrays.fill(weights, new float[] {2 / 3f, 1 / 3f});
        return new Mixture(
                kept,
                IntStream.of(kept)
                        .mapToObj(place -> new int[] {place, place + 1})
                        .toArray(int[][]::new),
                weights);
    }

    /** The same drops for a batch of one. */
    List<Drop> dropsOfOne(PositionPolicy policy) {
        return drops(policy).stream()
                .map(drop -> new Drop(drop.layer(), drop.kept().subList(0, 1), policy))
                .toList();
    }

    private int visualTokens() {
        return lesson(0, pictures.subList(0, 1)).layout().visualTokens();
    }

    private static int[] every(int count, int step, int first) {
        return IntStream.range(0, count / step)
                .map(place -> first + step * place)
                .filter(place -> place < count)
                .toArray();
    }

    /** The state of a batch at the last boundary, with whatever was dropped on the way. */
    DecoderState run(List<Prompt> batch, List<Drop> drops) {
        List<Image> images =
                batch.stream().flatMap(prompt -> prompt.images().stream()).toList();
        try (VisualFeatures features = images.isEmpty() ? backbone.noFeatures() : backbone.encode(images, Set.of())) {
            DecoderState state = backbone.embed(batch, features);
            for (Drop drop : drops) {
                state = replaced(state, backbone.advance(state, drop.layer(), Set.of()));
                Retention kept = new Retention(drop.kept());
                state = replaced(state, backbone.retain(state, kept, drop.policy()));
            }
            return replaced(state, backbone.advance(state, backbone.geometry().layers(), Set.of()));
        }
    }

    private static DecoderState replaced(DecoderState old, DecoderState next) {
        old.close();
        return next;
    }

    /** The mean loss of a batch, nothing recorded. */
    double loss(List<Prompt> batch, List<Drop> drops) {
        try (DecoderState state = run(batch, drops);
                LessonLoss loss = backbone.loss(state)) {
            return loss.mean().getFloat();
        }
    }

    /** What a batch teaches; the gradients are cleared. */
    Taught teach(List<Prompt> batch, List<Drop> drops) {
        try (TrainableBackbone.Recording recording = backbone.record();
                DecoderState state = run(batch, drops);
                LessonLoss loss = backbone.loss(state)) {
            recording.backward(loss.mean());
            int[][] predicted =
                    IntStream.range(0, batch.size()).mapToObj(loss::predicted).toArray(int[][]::new);
            return new Taught(loss.mean().getFloat(), Arrays.asList(predicted), takeGradients());
        }
    }

    /** The gradients by name, of what has any; they are cleared. */
    Map<String, Slopes> takeGradients() {
        Map<String, Slopes> gradients = new LinkedHashMap<>();
        for (Parameter parameter : backbone.parameters()) {
            if (parameter.hasGradient()) {
                gradients.put(parameter.name(), new Slopes(parameter.gradient().toFloatArray()));
                parameter.clearGradient();
            }
        }
        return gradients;
    }

    /** The manager above everything that the backbone makes for states. */
    NDManager root() {
        Image picture = pictures.get(0);
        try (VisualFeatures features = backbone.encode(List.of(picture), Set.of())) {
            return HandleLeaks.root(features.of(picture));
        }
    }

    @Override
    public void close() {
        backbone.close();
    }
}
