// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.LayerOutput;
import dev.pdrop.backbones.kernels.Tensor;

/** What one layer has cached: rotated keys, values, and where its numbering of positions goes on. */
final class LayerCache implements AutoCloseable {

    private final Tensor keys;
    private final Tensor values;
    private final int nextPosition;

    private LayerCache(Tensor keys, Tensor values, int nextPosition) {
        this.keys = keys;
        this.values = values;
        this.nextPosition = nextPosition;
    }

    /** The cache behind a layer, taking over its keys and values. */
    static LayerCache of(LayerOutput output, int nextPosition) {
        return new LayerCache(output.keys(), output.values(), nextPosition);
    }

    LayerCache share() {
        return new LayerCache(keys.share(), values.share(), nextPosition);
    }

    Tensor keys() {
        return keys;
    }

    Tensor values() {
        return values;
    }

    int nextPosition() {
        return nextPosition;
    }

    /** Number of cached rows. */
    int tokens() {
        return keys.size(2);
    }

    @Override
    public void close() {
        keys.close();
        values.close();
    }
}
