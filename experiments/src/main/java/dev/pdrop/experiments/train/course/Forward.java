// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.Deque;

/** A loss with everything that it needs to go back. Close it. */
public final class Forward implements AutoCloseable {

    /** Something that is closed without a word. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private final NDArray loss;
    private final Holding held;

    private Forward(NDArray loss, Holding held) {
        this.loss = loss;
        this.held = held;
    }

    /** What is held on the way to a loss; closes it unless it was handed over. Mutable; used by one thread. */
    static final class Holding implements AutoCloseable {

        private final Deque<Held> held = new ArrayDeque<>();

        /** Holds one more. */
        void add(Held one) {
            held.push(one);
        }

        /**
         * Hands over what is held.
         *
         * @param loss a single number, recorded; belongs to something that is held
         */
        Forward over(NDArray loss) {
            Holding given = new Holding();
            given.held.addAll(held);
            held.clear();
            return new Forward(loss, given);
        }

        /** The last first. */
        @Override
        public void close() {
            held.forEach(Held::close);
        }
    }

    /** The loss, a single float32 number, borrowed. */
    public NDArray loss() {
        return loss;
    }

    @Override
    public void close() {
        held.close();
    }
}
