// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.tracking.server.RunStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What MLflow is to hold of a run: a parent and its children, two levels and no more.
 *
 * @param id by which the server's runs are found again; no other run has it
 * @param experiment MLflow's experiment
 * @param parent the run of the experiment
 * @param arms its children
 * @param files stored with the parent once the run is over
 * @param startTime when it began, in milliseconds since 1970
 * @param endTime when it ended, in milliseconds since 1970; empty while it goes on
 */
record TrackedRun(
        String id,
        TrackedExperiment experiment,
        TrackedEntry parent,
        List<TrackedEntry> arms,
        List<Path> files,
        long startTime,
        OptionalLong endTime) {

    /** Names the run by its id. */
    static final String ID = "pdrop.id";

    /** Names the child by the key of its arm; empty for the parent. */
    static final String ARM_KEY = "pdrop.arm_key";

    /** Names the parent of a child. */
    static final String PARENT = "mlflow.parentRunId";

    /** Copies the lists. */
    TrackedRun {
        arms = List.copyOf(arms);
        files = List.copyOf(files);
    }

    /** How it stands. */
    RunStatus status() {
        return parent.status();
    }
}
