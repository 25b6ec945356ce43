// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import java.util.List;

/** What a decoder layer gives: the rows behind it, and the keys and values to cache; owned by the caller. */
public final class LayerOutput {

    private final Tensor rows;
    private final Tensor keys;
    private final Tensor values;

    LayerOutput(List<Tensor> tensors) {
        this.rows = tensors.get(0);
        this.keys = tensors.get(1);
        this.values = tensors.get(2);
    }

    /** Rows behind the layer: (batch, rows, hidden size). */
    public Tensor rows() {
        return rows;
    }

    /** Rotated keys, cached ones included: (batch, key heads, all rows, head size). */
    public Tensor keys() {
        return keys;
    }

    /** Values, cached ones included: (batch, key heads, all rows, head size). */
    public Tensor values() {
        return values;
    }
}
