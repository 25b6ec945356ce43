// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import ai.djl.ndarray.NDArray;
import dev.pdrop.backbones.kernels.Angles;
import dev.pdrop.backbones.kernels.DecoderKernels;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.LayerOutput;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Runs a decoder from boundary to boundary: the decoder half of a {@link dev.pdrop.spi.Backbone}.
 *
 * <p>Borrows its weights and kernels. Used by one thread at a time.
 */
public final class Decoder implements AutoCloseable {

    private final Kernels kernels;
    private final DecoderKernels layers;
    private final RowKernels rowKernels;
    private final DecoderWeights weights;
    private final RotaryTable rotary;
    private final StateEditor editor;
    private final Optional<Clock> clock;

    /** A decoder over loaded weights. */
    public Decoder(Kernels kernels, DecoderConfig config, DecoderWeights weights) {
        this(kernels, config, weights, Clock.STEPS);
    }

    /**
     * A decoder over loaded weights.
     *
     * @param clock tells the time of visual tokens, if they are placed by it
     */
    public Decoder(Kernels kernels, DecoderConfig config, DecoderWeights weights, Clock clock) {
        this.kernels = kernels;
        this.layers = new DecoderKernels(kernels);
        this.rowKernels = new RowKernels(kernels);
        this.weights = weights;
        this.rotary = new RotaryTable(kernels, config, weights.embeddings());
        this.editor = new StateEditor(kernels);
        this.clock = config.onGrids() ? Optional.of(clock) : Optional.empty();
    }

    /**
     * The state of prompts at layer 0.
     *
     * @param batch at least one prompt, all of equal layout
     * @param features for each example in turn, the features of its visual tokens in order, borrowed; together as many
     *     rows as there are visual tokens in the batch
     */
    public DecoderState embed(List<Prompt> batch, List<Tensor> features) {
        Sequence sequence = Sequence.of(batch, clock);
        int[][] ids = new int[batch.size()][];
        for (int example = 0; example < ids.length; example++) {
            ids[example] = batch.get(example).ids();
            for (int row : sequence.visualRows(example)) {
                // The image-token id need not be a row of the table.
                ids[example][row] = 0;
            }
        }
        try (Draft draft = new Draft();
                Tensor words = Places.of(kernels, ids)) {
            draft.replaceRows(embedded(words, features, sequence));
            return draft.build(sequence);
        }
    }

    private Tensor embedded(Tensor words, List<Tensor> features, Sequence sequence) {
        if (features.isEmpty()) {
            return rowKernels.embedded(weights.embeddings(), words);
        }
        int[] slots = IntStream.range(0, sequence.batch())
                .flatMap(example ->
                        Arrays.stream(sequence.visualRows(example)).map(row -> example * sequence.tokens() + row))
                .toArray();
        try (Tensor places = kernels.longs(Arrays.stream(slots).asLongStream().toArray(), slots.length)) {
            return rowKernels.embedded(weights.embeddings(), words, features, places);
        }
    }

    /** See {@link dev.pdrop.spi.Backbone#supports}. */
    public boolean supports(Capture capture) {
        return supports(capture, weights.layers());
    }

    /** Whether any decoder of so many layers can meet a need; see {@link dev.pdrop.spi.BackboneFactory#supports}. */
    public static boolean supports(Capture capture, int layers) {
        return capture.kind() != Capture.Kind.PIXELS
                && capture.point() instanceof Point.DecoderLayer decoder
                && decoder.layer() < layers;
    }

    /** See {@link dev.pdrop.spi.Backbone#advance}. */
    public DecoderState advance(DecoderState given, int layer, Set<Capture> captures) {
        TensorState state = (TensorState) given;
        if (layer < state.layer() || layer > weights.layers()) {
            throw new IllegalArgumentException(
                    "layers " + state.layer() + " to " + weights.layers() + " can be advanced to, not " + layer);
        }
        Sequence sequence = state.sequence();
        try (Draft draft = Draft.from(state);
                Pass pass = Pass.over(sequence, kernels, rotary, state.rows())) {
            carry(state, draft, layer, captures);
            state.probedKeys().ifPresent(keys -> draft.probed(keys.share()));
            while (draft.layer() < layer) {
                run(draft, pass, missing(draft, captures));
            }
            probe(draft, pass, missing(draft, captures));
            if (layer == weights.layers()
                    && state.layer() < layer
                    && !sequence.lessons().present()) {
                draft.replaceRows(rowKernels.last(draft.rows()));
            }
            return draft.build(sequence);
        }
    }

    private static void carry(TensorState state, Draft draft, int layer, Set<Capture> captures) {
        for (Capture capture : captures) {
            if (!(capture.point() instanceof Point.DecoderLayer decoder) || decoder.layer() > layer) {
                continue;
            }
            Tensor known = state.capturedTensors().get(capture);
            if (known != null) {
                draft.capture(capture, known.share());
            } else if (decoder.layer() < state.layer()) {
                throw new IllegalArgumentException(
                        capture + " concerns a layer that has run, and the state does not carry it");
            }
        }
    }

    /* Captures of the draft's next layer that it does not have; none at the last boundary. */
    private List<Capture> missing(Draft draft, Set<Capture> captures) {
        List<Capture> missing = new ArrayList<>();
        for (Capture capture : new TreeSet<>(captures)) {
            if (capture.point().equals(Point.decoder(draft.layer())) && !draft.has(capture)) {
                if (!supports(capture)) {
                    throw new IllegalArgumentException(capture + " is not a value of this decoder's layers");
                }
                missing.add(capture);
            }
        }
        return missing;
    }

    /* Runs the draft's next layer, and takes captures on the way from keys that the layer has made anyway. */
    private void run(Draft draft, Pass pass, List<Capture> missing) {
        TensorMap layer = weights.layer(draft.layer());
        try (Tensor input = draft.rows().share()) {
            LayerOutput output = output(input, draft.handedOnKeys(), draft.layer(), pass);
            draft.replaceRows(output.rows());
            draft.add(LayerCache.of(output, pass.sequence().positions()));
            try (LayerProbe probe = new LayerProbe(kernels, rotary, pass, input, layer)) {
                probe.withKeys(draft.probed().map(ProbedKeys::keys)).withRotatedKeys(output.keys());
                missing.forEach(capture -> draft.capture(capture, probe.value(capture)));
            }
            draft.forgetProbedKeys();
        }
    }

    private LayerOutput output(Tensor rows, Optional<Tensor> keys, int number, Pass pass) {
        TensorMap layer = weights.layer(number);
        if (pass.lessonMask().isPresent()) {
            Tensor mask = pass.lessonMask().get();
            return number == weights.layers() - 1
                    ? lastLesson(rows, layer, pass, mask)
                    : layers.lesson(rows, layer, pass.angles(), mask);
        }
        return keys.isPresent()
                ? layers.layerWithKeys(rows, keys.get(), layer, pass.angles())
                : layers.layer(rows, layer, pass.angles());
    }

    /* Behind the last layer nothing is asked of lessons but their learning rows. */
    private LayerOutput lastLesson(Tensor rows, TensorMap layer, Pass pass, Tensor mask) {
        int[] learning = pass.sequence().learningRows();
        if (learning.length == 0) {
            throw new IllegalArgumentException("lessons of a batch teach at least one token");
        }
        try (Tensor places = Places.of(kernels, learning)) {
            return layers.lastLesson(rows, layer, pass.angles(), mask, places);
        }
    }

    /* Takes captures of the layer at the draft's boundary, and keeps the keys that this took. */
    private void probe(Draft draft, Pass pass, List<Capture> missing) {
        if (missing.isEmpty()) {
            return;
        }
        TensorMap layer = weights.layer(draft.layer());
        try (LayerProbe probe = new LayerProbe(kernels, rotary, pass, draft.rows(), layer)) {
            probe.withKeys(draft.probed().map(ProbedKeys::keys));
            missing.forEach(capture -> draft.capture(capture, probe.value(capture)));
            if (draft.probed().isEmpty()) {
                probe.keysComputed().ifPresent(keys -> draft.probed(new ProbedKeys(keys, false)));
            }
        }
    }

    /** See {@link dev.pdrop.spi.Backbone#retain}. */
    public DecoderState retain(DecoderState given, Retention kept, PositionPolicy positions) {
        TensorState state = (TensorState) given;
        if (state.layer() == weights.layers()) {
            throw new IllegalArgumentException("nothing can be dropped behind the last layer");
        }
        return editor.retain(state, kept, positions);
    }

    /** See {@link dev.pdrop.spi.Backbone#append}; captures are not handed on, since they knew fewer rows. */
    public DecoderState append(DecoderState given, int[] examples, List<int[]> tokens) {
        TensorState state = withoutLesson(given);
        int[][] ids = tokens.toArray(int[][]::new);
        int count = ids.length == 0 ? 0 : ids[0].length;
        boolean uneven = Arrays.stream(ids).anyMatch(own -> own.length != count);
        if (ids.length != examples.length || count == 0 || uneven) {
            throw new IllegalArgumentException(
                    "each of " + examples.length + " examples takes equally many tokens, at least one");
        }
        Sequence sequence = state.sequence().examples(examples);
        try (Draft draft = new Draft();
                Chosen chosen = Chosen.of(examples, state.batch(), kernels, rowKernels);
                Tensor words = Places.of(kernels, ids)) {
            draft.replaceRows(rowKernels.embedded(weights.embeddings(), words));
            for (LayerCache cache : state.caches()) {
                runBehind(draft, chosen, cache, cache.following(examples, count));
            }
            draft.replaceRows(
                    state.layer() == weights.layers() ? rowKernels.last(draft.rows()) : joined(state, chosen, draft));
            return draft.build(sequence.with(count));
        }
    }

    private Tensor joined(TensorState state, Chosen chosen, Draft draft) {
        try (Tensor before = chosen.of(state.rows())) {
            return rowKernels.joined(before, draft.rows());
        }
    }

    /* Only the cache of one layer at a time is held twice. */
    private void runBehind(Draft draft, Chosen chosen, LayerCache cache, Positions positions) {
        try (Angles angles = rotary.of(positions);
                Tensor keys = chosen.of(cache.keys());
                Tensor values = chosen.of(cache.values())) {
            LayerOutput output = layers.append(draft.rows(), keys, values, weights.layer(draft.layer()), angles);
            draft.replaceRows(output.rows());
            draft.add(LayerCache.of(output, positions));
        }
    }

    /** See {@link dev.pdrop.spi.Backbone#logits}. */
    public Logits logits(DecoderState given) {
        TensorState state = withoutLesson(given);
        requireLastBoundary(state);
        try (Tensor logits = layers.logits(state.rows(), weights.head())) {
            NDArray array = logits.array();
            return new Logits(array.toFloatArray(), logits.size(1));
        }
    }

    private static TensorState withoutLesson(DecoderState given) {
        TensorState state = (TensorState) given;
        if (state.sequence().lessons().present()) {
            throw new IllegalArgumentException("a lesson is not answered; prompt the same conversation for that");
        }
        return state;
    }

    private void requireLastBoundary(TensorState state) {
        if (state.layer() != weights.layers()) {
            throw new IllegalArgumentException(
                    "logits need all " + weights.layers() + " layers, " + state.layer() + " have run");
        }
    }

    /** See {@link dev.pdrop.spi.TrainableBackbone#loss}. */
    public LessonLoss loss(DecoderState given) {
        TensorState state = (TensorState) given;
        requireLastBoundary(state);
        Lessons lessons = state.sequence().lessons();
        if (!lessons.present()) {
            throw new IllegalArgumentException("a loss needs prompts with lessons");
        }
        try (Tensor targets = Places.of(kernels, lessons.targets())) {
            List<Tensor> results = layers.lessonLoss(state.rows(), targets, weights.head());
            return new TensorLoss(layers, lessons, results.get(0), results.get(1));
        }
    }

    @Override
    public void close() {
        rotary.close();
    }
}
