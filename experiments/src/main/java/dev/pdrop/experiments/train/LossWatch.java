// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import java.util.Locale;

/** Notices a loss that grows instead of falling. Mutable; used by one thread. */
final class LossWatch {

    /** Steps that say where a stage's loss began. */
    private static final int FIRST = 20;

    /** How much of the mean stays each step. */
    private static final double KEPT = 0.95;

    private final double divergence;
    private Memory memory;

    /**
     * What is remembered.
     *
     * @param steps so many losses were seen
     * @param first mean of the first losses
     * @param recent moving mean
     */
    record Memory(int steps, double first, double recent) {

        static final Memory NOTHING = new Memory(0, 0, 0);
    }

    /**
     * A watch.
     *
     * @param divergence how many times its first loss a loss may reach
     */
    LossWatch(double divergence, Memory memory) {
        this.divergence = divergence;
        this.memory = memory;
    }

    Memory memory() {
        return memory;
    }

    /** What it says of a loss that has grown too much. */
    String found() {
        return String.format(
                Locale.ROOT,
                "one of %.4g on average, more than divergence = %s times the %.4g of its first steps",
                memory.recent(),
                divergence,
                memory.first());
    }

    /** Takes a loss; whether all is well. */
    boolean accepts(double loss) {
        int steps = memory.steps() + 1;
        double first = steps <= FIRST ? memory.first() + (loss - memory.first()) / steps : memory.first();
        double recent = steps == 1 ? loss : KEPT * memory.recent() + (1 - KEPT) * loss;
        memory = new Memory(steps, first, recent);
        return Double.isFinite(loss) && (steps <= FIRST || recent <= divergence * first);
    }
}
