// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.train.Stop;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a training that is interrupted, such as by Ctrl-C, write a checkpoint before the process ends. */
final class TrainingInterruption {

    /** The exit code of an interrupted process. */
    static final int CODE = 130;

    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch ended = new CountDownLatch(1);

    private TrainingInterruption() {}

    /** Watches until the training has ended. */
    static TrainingInterruption watch(PrintWriter error, Stop stop) {
        TrainingInterruption interruption = new TrainingInterruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.end(error, stop), "interruption"));
        return interruption;
    }

    private void end(PrintWriter error, Stop stop) {
        if (ended.getCount() == 0) {
            return;
        }
        stop.request();
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                error.println(
                        "Interrupted; what the last checkpoint holds is kept: run the same command again to go on.");
            }
            error.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The training has ended, and said all that it had to say. */
    void over() {
        ended.countDown();
    }
}
