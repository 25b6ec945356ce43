// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.run.RunListener;
import dev.pdrop.experiments.run.Runner;
import java.nio.file.Path;

/**
 * Runs experiments with somebody watching.
 *
 * @param console where a word about an interruption goes
 * @param progress watches the run go by
 */
record Watched(Console console, RunListener progress) {

    /**
     * Runs.
     *
     * @param fresh whether what the run's folder holds is thrown away first
     * @param whenInterrupted what to do after an interruption, for people
     */
    Runner.Finished run(Runner runner, ExperimentPlan plan, boolean fresh, String whenInterrupted) {
        Interruption interruption = Interruption.watch(console.error(), whenInterrupted);
        try {
            return runner.run(plan, fresh, progress);
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
