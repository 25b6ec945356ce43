// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Conversation.Form;
import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.LessonLoss;
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
import java.util.stream.Stream;

/** A tiny checkpoint that is taught: grouped queries, tied embeddings, 64 visual tokens, six layers. */
final class Classroom implements AutoCloseable {

    static final int VISUAL = 64;

    private final TrainableLlava backbone;

    Classroom(String model) {
        this.backbone = (TrainableLlava) new HuggingFaceBackboneFactory()
                .createTrainable(new HuggingFaceBackboneFactory.Config(
                        ParityCase.FIXTURES.resolve("models").resolve(model), "cpu", NumberFormat.FLOAT32, "plain"));
    }

    TrainableLlava backbone() {
        return backbone;
    }

    /** A lesson of one question and its answer. */
    Prompt lesson(Image image, String question, String answer) {
        return backbone.teach(new Conversation(
                List.of(new Turn(Role.USER, "<image> " + question), new Turn(Role.ASSISTANT, " " + answer)),
                List.of(image),
                Form.RAW));
    }

    /** Lessons about one image, packed and filled up. */
    Prompt packed(int length, List<Prompt> lessons) {
        return Packing.fill(Packing.pack(lessons), length, backbone.filler());
    }

    /** A drop before a layer. */
    record Drop(int layer, List<int[]> kept, PositionPolicy policy) {}

    /** The state of a batch at the last boundary, with whatever was dropped on the way. */
    DecoderState run(List<Prompt> batch, List<Drop> drops) {
        List<Image> images =
                batch.stream().flatMap(prompt -> prompt.images().stream()).toList();
        try (VisualFeatures features = backbone.encode(images, Set.of())) {
            DecoderState state = backbone.embed(batch, features);
            for (Drop drop : drops) {
                state = replaced(state, backbone.advance(state, drop.layer(), Set.of()));
                Retention kept = new Retention(drop.kept().toArray(int[][]::new));
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

    /** What is predicted, and the gradients that a batch leaves, by name; the gradients are cleared. */
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
    Map<String, Numbers> takeGradients() {
        Map<String, Numbers> gradients = new LinkedHashMap<>();
        for (Parameter parameter : backbone.parameters()) {
            if (parameter.hasGradient()) {
                gradients.put(parameter.name(), new Numbers(parameter.gradient().toFloatArray()));
                parameter.clearGradient();
            }
        }
        return gradients;
    }

    /** Numbers that can be asked for their length. */
    static final class Numbers {
        private final float[] values;

        Numbers(float[] values) {
            this.values = values;
        }

        float[] values() {
            return values;
        }

        double norm() {
            return Math.sqrt(dot(this));
        }

        double dot(Numbers other) {
            return IntStream.range(0, values.length)
                    .mapToDouble(i -> (double) values[i] * other.values[i])
                    .sum();
        }

        /** This plus a multiple of other numbers. */
        Numbers plus(double factor, Numbers other) {
            float[] sum = new float[values.length];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = (float) (values[i] + factor * other.values[i]);
            }
            return new Numbers(sum);
        }
    }

    /** What came out of a lesson. */
    record Taught(double loss, List<int[]> predicted, Map<String, Numbers> gradients) {
        Numbers gradient(String name) {
            return Objects.requireNonNull(gradients.get(name), name);
        }
    }

    static Stream<int[]> every(int step, int examples) {
        return IntStream.range(0, examples)
                .mapToObj(example -> IntStream.range(0, VISUAL)
                        .filter(place -> place % step == example % step)
                        .toArray());
    }

    @Override
    public void close() {
        backbone.close();
    }
}
