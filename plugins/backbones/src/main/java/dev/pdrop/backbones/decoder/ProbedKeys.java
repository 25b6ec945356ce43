// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Tensor;

/**
 * Keys of the next layer before rotary positions, which a probe has computed; owns its reference.
 *
 * <p>They are handed on to the layer only behind a drop. Where nothing was dropped the layer projects its keys itself,
 * together with queries and values, so that looking at a state changes no bit of its further course.
 */
final class ProbedKeys implements AutoCloseable {

    private final Tensor keys;
    private final boolean handedOn;

    ProbedKeys(Tensor keys, boolean handedOn) {
        this.keys = keys;
        this.handedOn = handedOn;
    }

    ProbedKeys share() {
        return new ProbedKeys(keys.share(), handedOn);
    }

    /** (batch, key heads, rows, head size) */
    Tensor keys() {
        return keys;
    }

    boolean handedOn() {
        return handedOn;
    }

    @Override
    public void close() {
        keys.close();
    }
}
