// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import ai.djl.ndarray.NDArray;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Prompt;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A {@link Sequence} with its tensors: the rows that enter the next layer, what every layer before it has cached, and
 * what was captured.
 *
 * <p>At the last boundary it holds only the last row of each example, which is all that logits need, or the learning
 * rows of all lessons, (1, rows, hidden size). Owns a counted reference to each of its tensors.
 */
final class TensorState implements DecoderState {

    private final Sequence sequence;
    private final Tensor rows;
    private final List<LayerCache> caches;
    private final Map<Capture, Tensor> captured;
    private final Optional<ProbedKeys> probedKeys;

    TensorState(
            Sequence sequence,
            Tensor rows,
            List<LayerCache> caches,
            Map<Capture, Tensor> captured,
            Optional<ProbedKeys> probedKeys) {
        this.sequence = sequence;
        this.rows = rows;
        this.caches = List.copyOf(caches);
        this.captured = Collections.unmodifiableMap(new TreeMap<>(captured));
        this.probedKeys = probedKeys;
    }

    Sequence sequence() {
        return sequence;
    }

    Tensor rows() {
        return rows;
    }

    List<LayerCache> caches() {
        return caches;
    }

    Map<Capture, Tensor> capturedTensors() {
        return captured;
    }

    Optional<ProbedKeys> probedKeys() {
        return probedKeys;
    }

    /** The same state over references of its own. */
    TensorState share() {
        try (Draft draft = Draft.from(this)) {
            captured.forEach((capture, tensor) -> draft.capture(capture, tensor.share()));
            probedKeys.ifPresent(keys -> draft.probed(keys.share()));
            return draft.build(sequence);
        }
    }

    @Override
    public int layer() {
        return caches.size();
    }

    @Override
    public List<Prompt> prompts() {
        return sequence.prompts();
    }

    @Override
    public int tokens() {
        return sequence.tokens();
    }

    @Override
    public int visualTokens() {
        return sequence.visualTokens();
    }

    @Override
    public int[] visualIndices(int example) {
        return sequence.visualIndices(example);
    }

    @Override
    public int[] visualRows(int example) {
        return sequence.visualRows(example);
    }

    @Override
    public int[] positions(int example) {
        return sequence.positions(example);
    }

    @Override
    public int[][] positionAxes(int example) {
        return sequence.positions().of(example);
    }

    @Override
    public int nextPosition(int example) {
        return sequence.positions().next()[example];
    }

    @Override
    public int keyValueTokens(int decoderLayer) {
        if (decoderLayer < 0 || decoderLayer >= caches.size()) {
            throw new IllegalArgumentException(
                    "layer " + decoderLayer + " has not run; " + caches.size() + " layers have");
        }
        return caches.get(decoderLayer).tokens();
    }

    @Override
    public Set<Capture> captures() {
        return captured.keySet();
    }

    @Override
    public NDArray captured(Capture capture) {
        Tensor tensor = captured.get(capture);
        if (tensor == null) {
            throw new IllegalArgumentException("this state does not carry " + capture + ", only " + captured.keySet());
        }
        return tensor.array();
    }

    @Override
    public void close() {
        rows.close();
        caches.forEach(LayerCache::close);
        captured.values().forEach(Tensor::close);
        probedKeys.ifPresent(ProbedKeys::close);
    }
}
