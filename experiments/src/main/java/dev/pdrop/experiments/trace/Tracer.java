// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.trace;

import ai.djl.ndarray.NDArray;
import dev.pdrop.engine.GreedyDecoding;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Prefill;
import dev.pdrop.engine.Seeds;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.VisualFeatures;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Runs one example and notes everything. */
public final class Tracer {

    private static final Capture EMBEDDED = Capture.of(0, Capture.Kind.HIDDEN, Queries.Named.ALL);

    private final Backbone backbone;
    private final Seeds seeds;
    private final int maxNewTokens;

    /**
     * A tracer.
     *
     * @param backbone the model, borrowed
     * @param seeds of random rankers
     * @param maxNewTokens how many tokens the answer has at most
     */
    public Tracer(Backbone backbone, Seeds seeds, int maxNewTokens) {
        this.backbone = backbone;
        this.seeds = seeds;
        this.maxNewTokens = maxNewTokens;
    }

    /**
     * Runs one example.
     *
     * @param method how to reduce
     * @param conversation what is said
     * @param withTensors whether pixels, features and logits are kept
     * @throws InvalidDataException if a word of the prompt is unknown to the tokenizer
     */
    public Trace trace(Method method, Conversation conversation, boolean withTensors) {
        Prompt prompt = backbone.prompt(conversation);
        if (!prompt.unknownWords().isEmpty()) {
            throw new InvalidDataException("expected words that the model's tokenizer knows, found "
                    + prompt.unknownWords() + " in the prompt: use other words, or another model");
        }
        Set<Capture> captures = withTensors ? Set.of(Capture.pixels()) : Set.of();
        List<Logits> steps = new ArrayList<>();
        try (VisualFeatures features =
                        prompt.images().isEmpty() ? backbone.noFeatures() : backbone.encode(prompt.images(), captures);
                Prefill prefill = Prefill.run(backbone, method, List.of(prompt), features, seeds, List.of("trace"))) {
            GreedyDecoding.Written written = new GreedyDecoding(backbone, maxNewTokens)
                    .write(prefill.state(), steps::add)
                    .get(0);
            return new Trace(
                    prompt,
                    prefill.stages(0),
                    prefill.layers(0),
                    written.tokens(),
                    backbone.text(written.tokens()),
                    steps,
                    withTensors ? tensors(prompt, features, steps) : List.of());
        }
    }

    private List<NamedTensor> tensors(Prompt prompt, VisualFeatures features, List<Logits> steps) {
        List<NamedTensor> tensors = new ArrayList<>();
        if (!prompt.images().isEmpty()) {
            tensors.addAll(pixels(prompt.images(), features));
            tensors.add(features(prompt, features));
        }
        tensors.add(logits(steps));
        return tensors;
    }

    /** The projected features of all images, taken where they enter layer 0, always as float32. */
    private NamedTensor features(Prompt prompt, VisualFeatures features) {
        try (DecoderState embedded = backbone.embed(List.of(prompt), features);
                DecoderState captured = backbone.advance(embedded, 0, Set.of(EMBEDDED))) {
            NDArray rows = captured.captured(EMBEDDED);
            int width = (int) rows.getShape().get(2);
            float[] all = rows.toFloatArray();
            int[] visual = prompt.layout().visualRows();
            float[] values = new float[visual.length * width];
            for (int i = 0; i < visual.length; i++) {
                System.arraycopy(all, visual[i] * width, values, i * width, width);
            }
            return new NamedTensor("features", List.of((long) visual.length, (long) width), values);
        }
    }

    private static NamedTensor logits(List<Logits> steps) {
        int vocabulary = steps.get(0).vocabulary();
        float[] values = new float[steps.size() * vocabulary];
        for (int step = 0; step < steps.size(); step++) {
            System.arraycopy(steps.get(step).row(0), 0, values, step * vocabulary, vocabulary);
        }
        return new NamedTensor("logits", List.of((long) steps.size(), (long) vocabulary), values);
    }

    /** One tensor (images, channels, height, width); one an image where their sizes differ. */
    private static List<NamedTensor> pixels(List<Image> images, VisualFeatures features) {
        List<NDArray> arrays = images.stream()
                .map(image -> features.captured(image, Capture.pixels()))
                .toList();
        boolean equal = arrays.stream().map(NDArray::getShape).distinct().count() == 1;
        if (!equal) {
            return IntStream.range(0, arrays.size())
                    .mapToObj(i -> tensor("pixels." + i, arrays.subList(i, i + 1)))
                    .toList();
        }
        return List.of(tensor("pixels", arrays));
    }

    private static NamedTensor tensor(String name, List<NDArray> arrays) {
        List<Long> shape = new ArrayList<>(List.of((long) arrays.size()));
        Arrays.stream(arrays.get(0).getShape().getShape()).forEach(shape::add);
        FloatBuffer values =
                FloatBuffer.allocate((int) (arrays.size() * arrays.get(0).size()));
        arrays.forEach(array -> values.put(array.toFloatArray()));
        return new NamedTensor(name, shape, values.array());
    }
}
