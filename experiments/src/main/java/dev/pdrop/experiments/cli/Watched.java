// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.HeldRun;
import dev.pdrop.experiments.run.RunListener;
import dev.pdrop.experiments.run.RunListeners;
import dev.pdrop.experiments.run.Runner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs experiments with somebody watching.
 *
 * @param console where a word about an interruption goes
 * @param progress watches the run go by
 */
record Watched(Console console, RunListener progress) {

    /** Whether there is an answer yet; asked from another thread. */
    private static final class Answers implements RunListener {

        private final AtomicBoolean any = new AtomicBoolean();

        @Override
        public void found(String arm, int count) {
            any.set(true);
        }

        @Override
        public void answered(String arm, int count) {
            any.set(true);
        }
    }

    /**
     * Runs.
     *
     * @param whenInterrupted what to do after an interruption, for people
     */
    Runner.Finished run(HeldRun run, String whenInterrupted) {
        Answers answers = new Answers();
        Interruption interruption = Interruption.watch(
                console.error(),
                () -> answers.any.get()
                        ? "; " + whenInterrupted
                        : " before the first answer; run the same command again");
        try {
            return run.run(new RunListeners(answers, progress));
        } finally {
            interruption.over();
        }
    }
}
