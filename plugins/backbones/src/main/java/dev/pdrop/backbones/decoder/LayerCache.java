// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.LayerOutput;
import dev.pdrop.backbones.kernels.Tensor;
import java.util.Arrays;

/** What one layer has cached: rotated keys, values, and where each example's numbering of positions goes on. */
final class LayerCache implements AutoCloseable {

    private final Tensor keys;
    private final Tensor values;
    private final int[] next;

    private LayerCache(Tensor keys, Tensor values, int[] next) {
        this.keys = keys;
        this.values = values;
        this.next = next;
    }

    /** The cache behind a layer, taking over its keys and values. */
    static LayerCache of(LayerOutput output, Positions positions) {
        return new LayerCache(output.keys(), output.values(), positions.next());
    }

    LayerCache share() {
        return new LayerCache(keys.share(), values.share(), next);
    }

    Tensor keys() {
        return keys;
    }

    Tensor values() {
        return values;
    }

    /** The positions of so many rows of text behind what is cached of chosen examples. */
    Positions following(int[] examples, int rows) {
        return Positions.following(
                Arrays.stream(examples).map(example -> next[example]).toArray(), rows);
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
