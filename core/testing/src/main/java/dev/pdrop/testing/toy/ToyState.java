// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Prompt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A state: book-keeping, the rows that enter the next layer, and a cache for each layer that has run. */
final class ToyState implements DecoderState {

    /** Owns every handle of this state. */
    final NDManager manager;

    final List<Prompt> prompts;
    final ToyRows rows;

    /** (batch, rows, width); of a finished state that was appended to, the last rows only. */
    final NDArray hidden;

    /** One for each layer that has run. */
    final List<ToyCache> caches;

    final Map<Capture, NDArray> captured;

    ToyState(
            NDManager manager,
            List<Prompt> prompts,
            ToyRows rows,
            NDArray hidden,
            List<ToyCache> caches,
            Map<Capture, NDArray> captured) {
        this.manager = manager;
        this.prompts = List.copyOf(prompts);
        this.rows = rows;
        this.hidden = hidden;
        this.caches = List.copyOf(caches);
        this.captured = new TreeMap<>(captured);
    }

    @Override
    public int layer() {
        return caches.size();
    }

    @Override
    public List<Prompt> prompts() {
        return prompts;
    }

    @Override
    public int tokens() {
        return rows.tokens();
    }

    @Override
    public int visualTokens() {
        return rows.visualTokens();
    }

    @Override
    public int[] visualIndices(int example) {
        return rows.visualIndices(example);
    }

    @Override
    public int[] visualRows(int example) {
        return rows.visualRows(example);
    }

    @Override
    public int[] positions(int example) {
        return rows.positions(example);
    }

    @Override
    public int nextPosition(int example) {
        return rows.nextPosition();
    }

    @Override
    public int keyValueTokens(int decoderLayer) {
        return caches.get(decoderLayer).tokens();
    }

    @Override
    public Set<Capture> captures() {
        return Set.copyOf(captured.keySet());
    }

    @Override
    public NDArray captured(Capture capture) {
        NDArray value = captured.get(capture);
        if (value == null) {
            throw new IllegalArgumentException("expected a declared capture, found " + capture + " undeclared "
                    + Capture.of(layer(), capture.kind(), capture.queries()).point() + ": add it to needs()");
        }
        return value;
    }

    @Override
    public void close() {
        manager.close();
    }
}
