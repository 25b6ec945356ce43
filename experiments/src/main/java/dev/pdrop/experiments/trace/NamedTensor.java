// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.trace;

import java.util.List;

/**
 * A float32 tensor on the host.
 *
 * <p>Immutable.
 */
public final class NamedTensor {

    private final String name;
    private final List<Long> shape;
    private final float[] values;

    /**
     * A tensor.
     *
     * @param name its name
     * @param shape its dimensions
     * @param values row-major, copied
     */
    public NamedTensor(String name, List<Long> shape, float[] values) {
        this.name = name;
        this.shape = List.copyOf(shape);
        this.values = values.clone();
        long expected = this.shape.stream().reduce(1L, (left, right) -> left * right);
        if (expected != values.length) {
            throw new IllegalArgumentException(values.length + " values do not fill " + shape);
        }
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its dimensions. */
    public List<Long> shape() {
        return shape;
    }

    /** Row-major, a copy. */
    public float[] values() {
        return values.clone();
    }
}
