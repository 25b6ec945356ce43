// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.Capture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A state in the making: owns what it was given until {@link #build}, and gives it up if that never happens.
 *
 * <p>Used in a try block, so that a failure half-way leaks nothing.
 */
final class Draft implements AutoCloseable {

    private final List<LayerCache> caches = new ArrayList<>();
    private final Map<Capture, Tensor> captured = new TreeMap<>();
    private @Nullable Tensor rows;
    private @Nullable ProbedKeys probedKeys;
    private boolean built;

    /** A draft that shares a state's rows and caches, and nothing else. */
    static Draft from(TensorState state) {
        Draft draft = new Draft();
        draft.replaceRows(state.rows().share());
        state.caches().forEach(cache -> draft.add(cache.share()));
        return draft;
    }

    Tensor rows() {
        if (rows == null) {
            throw new IllegalStateException("a draft without rows");
        }
        return rows;
    }

    int layer() {
        return caches.size();
    }

    void replaceRows(Tensor newRows) {
        if (rows != null) {
            rows.close();
        }
        rows = newRows;
    }

    void add(LayerCache cache) {
        caches.add(cache);
    }

    void capture(Capture capture, Tensor value) {
        captured.put(capture, value);
    }

    boolean has(Capture capture) {
        return captured.containsKey(capture);
    }

    void probed(ProbedKeys keys) {
        if (probedKeys != null) {
            probedKeys.close();
        }
        probedKeys = keys;
    }

    Optional<ProbedKeys> probed() {
        return Optional.ofNullable(probedKeys);
    }

    /** Keys that the next layer must not project again. */
    Optional<Tensor> handedOnKeys() {
        return probed().filter(ProbedKeys::handedOn).map(ProbedKeys::keys);
    }

    void forgetProbedKeys() {
        if (probedKeys != null) {
            probedKeys.close();
            probedKeys = null;
        }
    }

    TensorState build(Sequence sequence) {
        built = true;
        return new TensorState(sequence, rows(), caches, captured, probed());
    }

    @Override
    public void close() {
        if (built) {
            return;
        }
        if (rows != null) {
            rows.close();
        }
        forgetProbedKeys();
        caches.forEach(LayerCache::close);
        captured.values().forEach(Tensor::close);
    }
}
