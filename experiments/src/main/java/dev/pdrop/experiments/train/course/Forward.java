// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A loss with everything that it needs to go back. Close it. */
public final class Forward implements AutoCloseable {

    /** Something that is closed without a word. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private final NDArray loss;
    private final List<Held> held;

    /**
     * A loss.
     *
     * @param loss a single number, recorded; belongs to something in {@code held}
     * @param held closed in this order
     */
    Forward(NDArray loss, List<Held> held) {
        this.loss = loss;
        this.held = List.copyOf(held);
    }

    /** The loss, a single float32 number, borrowed. */
    public NDArray loss() {
        return loss;
    }

    @Override
    public void close() {
        held.forEach(Held::close);
    }
}
