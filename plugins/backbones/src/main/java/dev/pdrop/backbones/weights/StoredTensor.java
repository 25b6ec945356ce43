// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a tensor lies.
 *
 * @param name its name in the file
 * @param file the file
 * @param format how its numbers are stored
 * @param shape the size of each axis
 * @param position offset of its first byte in the file
 */
record StoredTensor(String name, Path file, StoredFormat format, List<Long> shape, long position) {

    StoredTensor {
        shape = List.copyOf(shape);
    }

    /** How many numbers it has. */
    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
