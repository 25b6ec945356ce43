// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.RunListener;
import java.nio.file.Path;

/**
 * The number of threads that a run computed with, for its repetition: another number gives other last digits.
 *
 * <p>Asked for by the property that the engine reads when it is loaded; one that is loaded already keeps its number.
 *
 * @param console where it is said if there was no changing it
 * @param wanted the number; empty if the run does not say
 */
record EngineThreads(Console console, String wanted) implements RunListener {

    private static final String FACT = "threads";
    private static final String PROPERTY = "ai.djl.pytorch.num_threads";

    /** Asks for the threads of a run, before any engine is loaded. */
    static EngineThreads of(Manifest before, Console console) {
        String wanted = before.backbone().getOrDefault(FACT, "");
        if (wanted.matches("[1-9][0-9]{0,3}")) {
            System.setProperty(PROPERTY, wanted);
        }
        return new EngineThreads(console, wanted);
    }

    @Override
    public void opened(Path folder, Manifest manifest) {
        String given = manifest.backbone().getOrDefault(FACT, "");
        if (!wanted.isEmpty() && !wanted.equals(given)) {
            console.error()
                    .println("The run computed with threads = " + wanted + ", this process does with " + given
                            + ": last digits may differ; OMP_NUM_THREADS=" + wanted + " may help");
            console.error().flush();
        }
    }
}
