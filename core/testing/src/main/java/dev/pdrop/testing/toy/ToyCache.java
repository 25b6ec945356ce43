// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** What one layer has cached. */
final class ToyCache {

    /** (batch, key heads, rows, head size), with rotary positions. */
    final NDArray keys;

    /** (batch, key heads, rows, head size). */
    final NDArray values;

    /** The position id of the next row to come in this layer's numbering. */
    final int nextPosition;

    ToyCache(NDArray keys, NDArray values, int nextPosition) {
        this.keys = keys;
        this.values = values;
        this.nextPosition = nextPosition;
    }

    int tokens() {
        return (int) keys.getShape().get(2);
    }

    /** The same cache with handles of its own. */
    ToyCache share(NDManager owner) {
        return new ToyCache(ToyTensors.share(keys, owner), ToyTensors.share(values, owner), nextPosition);
    }
}
