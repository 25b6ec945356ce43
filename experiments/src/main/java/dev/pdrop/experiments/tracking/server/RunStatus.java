// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

/** How a run stands, in MLflow's words. */
public enum RunStatus {
    /** It goes on. */
    RUNNING,
    /** It waits for its turn; never said by pdrop, but a server may say so. */
    SCHEDULED,
    /** It is complete. */
    FINISHED,
    /** It ended with an error. */
    FAILED,
    /** It was stopped from outside. */
    KILLED
}
