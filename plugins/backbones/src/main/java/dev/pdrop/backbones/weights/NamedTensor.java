// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import java.util.List;
import java.util.function.Supplier;

/**
 * A tensor to be stored.
 *
 * @param name its name in the file
 * @param shape the size of each axis
 * @param values gives its numbers, row by row; called once a file, when their turn has come, so that they need not all
 *     be in memory at once
 */
public record NamedTensor(String name, List<Long> shape, Supplier<float[]> values) {

    /** Copies the shape. */
    public NamedTensor {
        shape = List.copyOf(shape);
    }

    /** How many numbers it has. */
    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
