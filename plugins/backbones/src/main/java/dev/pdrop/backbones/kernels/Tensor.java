// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;

/**
 * One counted reference to a native tensor; the tensor goes with its last reference.
 *
 * <p>Sharing is a number, not a copy and not a native call: {@link #share} gives a second reference, and references are
 * closed in any order. Used by one thread at a time.
 */
public final class Tensor implements AutoCloseable {

    private final Counted counted;
    private boolean closed;

    private Tensor(Counted counted) {
        this.counted = counted;
        counted.references++;
    }

    /** The first reference to an array, which it owns from now on. */
    static Tensor owning(NDArray array) {
        return new Tensor(new Counted((PtNDArray) array));
    }

    /** Another reference to the same tensor. */
    public Tensor share() {
        return new Tensor(open());
    }

    /** The array, borrowed; where the number format is bfloat16, only its shape may be asked for. */
    public NDArray array() {
        return open().array;
    }

    PtNDArray handle() {
        return open().array;
    }

    /** The size of one axis. */
    public int size(int axis) {
        return Math.toIntExact(array().getShape().get(axis));
    }

    private Counted open() {
        if (closed) {
            throw new IllegalStateException("this reference to a tensor has been closed");
        }
        return counted;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        counted.references--;
        if (counted.references == 0) {
            counted.array.close();
        }
    }

    private static final class Counted {
        private final PtNDArray array;
        private int references;

        private Counted(PtNDArray array) {
            this.array = array;
        }
    }
}
