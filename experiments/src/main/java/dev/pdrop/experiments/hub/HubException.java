// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import java.io.Serial;
import java.time.Duration;

/** A request that came to nothing; the message is what was found and what to do about it. */
final class HubException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private final Duration pause;

    private HubException(String message, boolean passing, Duration pause) {
        super(message);
        this.passing = passing;
        this.pause = pause;
    }

    /** One that comes again however often one asks. */
    static HubException lasting(String found, String advice) {
        return new HubException(found + "; " + advice, false, Duration.ZERO);
    }

    /** One that may be over when one asks again. */
    static HubException passing(String found, Duration pause) {
        return new HubException(found + "; run the same command again later, what has arrived is kept", true, pause);
    }

    /** Whether it is worth asking again. */
    boolean passing() {
        return passing;
    }

    /** How long the server wants to be left alone; zero if it does not say. */
    Duration pause() {
        return pause;
    }
}
