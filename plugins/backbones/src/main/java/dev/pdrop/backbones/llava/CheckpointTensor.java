// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.kernels.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor as checkpoints have it: some rows of one that is kept fused.
 *
 * @param name its name in a checkpoint
 * @param shape the size of each axis
 * @param fused what it is a part of, borrowed
 * @param first its first number in the fused tensor, counted row after row
 */
record CheckpointTensor(String name, List<Long> shape, Tensor fused, int first) {

    CheckpointTensor {
        shape = List.copyOf(shape);
    }

    /** Its numbers now, row after row, a copy. */
    float[] values() {
        int count = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        return Arrays.copyOfRange(fused.array().toFloatArray(), first, first + count);
    }
}
