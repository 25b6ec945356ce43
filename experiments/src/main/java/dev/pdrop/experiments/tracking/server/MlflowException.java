// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import java.io.Serial;
import java.time.Duration;

/**
 * A server that cannot be reached, does not answer in time, or refuses.
 *
 * <p>Checked, since it is to be expected and must never end a run. Its message is one sentence, without a stop: what
 * was expected of which server, what was found, what to do. It holds no credentials.
 */
public final class MlflowException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What is to be thought of a failure. */
    enum Kind {
        /** It is not worth sending the same again at once. */
        LASTING,
        /** The server was there and quick to fail, and did not say that it has too much to do. */
        PASSING,
        /** The server is well and does not want this one request. */
        REFUSED
    }

    private final String found;
    private final String advice;
    private final String code;
    private final Kind kind;
    private final Duration pause;

    /**
     * A request that failed.
     *
     * @param expected who was to do what
     * @param found what came of it instead, to follow "found"
     * @param advice what to do about it, to follow a colon
     * @param code MLflow's own name of the error, such as {@code RESOURCE_DOES_NOT_EXIST}; empty if it gave none
     * @param kind what is to be thought of it
     * @param pause see {@link #pause()}
     */
    MlflowException(String expected, String found, String advice, String code, Kind kind, Duration pause) {
        super("expected " + expected + ", found " + found + ": " + advice);
        this.found = found;
        this.advice = advice;
        this.code = code;
        this.kind = kind;
        this.pause = pause;
    }

    /** A request that is not worth sending. */
    MlflowException(String expected, String found, String advice) {
        this(expected, found, advice, "", Kind.LASTING, Duration.ZERO);
    }

    /** What was found: the middle of the message, for whoever has a sentence of their own. */
    public String found() {
        return found;
    }

    /** What to do: the end of the message. */
    public String advice() {
        return advice;
    }

    /** Whether the server said that there is no such thing. */
    boolean isNotFound() {
        return code.equals("RESOURCE_DOES_NOT_EXIST");
    }

    /** Whether the server said that there is such a thing already. */
    boolean alreadyExists() {
        return code.equals("RESOURCE_ALREADY_EXISTS");
    }

    /** Whether the same may well succeed if it is tried again at once. */
    public boolean isPassing() {
        return kind == Kind.PASSING;
    }

    /** Whether the server refused this one request, and may well take others. */
    public boolean isRefusal() {
        return kind == Kind.REFUSED;
    }

    /** How long the server asks to be left alone; zero if it does not ask, an hour if it asks for more. */
    public Duration pause() {
        return pause;
    }
}
