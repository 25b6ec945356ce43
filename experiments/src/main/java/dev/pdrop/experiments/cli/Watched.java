// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.run.RunListeners;
import dev.pdrop.experiments.run.Runner;
import dev.pdrop.experiments.tracking.Tracking;
import java.nio.file.Path;

/** Runs an experiment with somebody watching. */
final class Watched {

    private Watched() {}

    /**
     * Runs.
     *
     * @param whenInterrupted what to do after an interruption, for people
     * @param tracking watches too, borrowed
     */
    static Runner.Finished run(
            Console console,
            Runner runner,
            ExperimentPlan plan,
            boolean fresh,
            String whenInterrupted,
            Tracking tracking) {
        Interruption interruption = Interruption.watch(console.error(), whenInterrupted);
        try {
            return runner.run(plan, fresh, new RunListeners(new ProgressLine(console, System::nanoTime), tracking));
        } finally {
            interruption.over();
        }
    }

    /** A path below the working directory, short; any other as it is. */
    static Path fromHere(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
