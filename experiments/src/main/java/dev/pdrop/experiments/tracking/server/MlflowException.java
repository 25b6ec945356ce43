// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import java.io.Serial;

/**
 * A server that cannot be reached, does not answer in time, or refuses.
 *
 * <p>Checked, since it is to be expected and must never end a run. Its message says what was asked and what came of it,
 * and holds no credentials.
 */
public final class MlflowException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean passing;

    /** A request that is not worth sending again at once. */
    MlflowException(String message) {
        this(message, "", false);
    }

    /**
     * A request that failed.
     *
     * @param message what was asked and what came of it
     * @param code MLflow's own name of the error, such as {@code RESOURCE_DOES_NOT_EXIST}; empty if it gave none
     * @param passing see {@link #isPassing()}
     */
    MlflowException(String message, String code, boolean passing) {
        super(message);
        this.code = code;
        this.passing = passing;
    }

    /** Whether the server said that there is no such thing. */
    boolean isNotFound() {
        return code.equals("RESOURCE_DOES_NOT_EXIST");
    }

    /** Whether the server said that there is such a thing already. */
    boolean alreadyExists() {
        return code.equals("RESOURCE_ALREADY_EXISTS");
    }

    /**
     * Whether the same may well succeed if it is tried again at once: the server was there and quick to fail, and did
     * not say that it has too much to do.
     */
    public boolean isPassing() {
        return passing;
    }
}
