// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command goes about long work that is done in a folder and can be gone on with. */
final class WorkOptions {

    @Mixin
    private SetOption settings = new SetOption();

    @Option(names = "--dry-run", description = "Check everything, print what would be done and its cost, and stop.")
    private boolean dryRun;

    @Option(names = "--fresh", description = "Throw away what the same command has left, and begin anew.")
    private boolean fresh;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress: only the results, or what went wrong.")
    private boolean quiet;

    @Mixin
    private JsonOption json = new JsonOption();

    SetOption settings() {
        return settings;
    }

    boolean dryRun() {
        return dryRun;
    }

    boolean fresh() {
        return fresh;
    }

    boolean quiet() {
        return quiet;
    }

    boolean json() {
        return json.wanted();
    }

    /**
     * How a sentence ends that says what to do about an interruption: {@code run the same command again .. to go on}.
     */
    String again() {
        return "run the same command again" + (fresh ? ", without --fresh," : "");
    }
}
