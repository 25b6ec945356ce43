// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.hub;

import java.time.Duration;

/**
 * How often something that may be over is tried again, and how long to wait before it.
 *
 * @param attempts in a row that bring nothing, at least 1
 * @param first the wait after the first of them; doubled after each further one
 * @param longest wait that a server is granted
 * @param silence for how long a connection may bring nothing
 */
public record Patience(int attempts, Duration first, Duration longest, Duration silence) {

    /** Half a minute of trying. */
    public static Patience usual() {
        return new Patience(6, Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofSeconds(30));
    }

    /**
     * Waits, or gives up.
     *
     * @param failed how many attempts in a row brought nothing, at least 1
     * @param cause of the last one
     * @throws HubException the cause, if that was often enough, or the server wants to be left alone for too long
     */
    void waitAfter(int failed, HubException cause) throws HubException {
        if (!cause.passing() || failed >= attempts || cause.pause().compareTo(longest) > 0) {
            throw cause;
        }
        Duration own = first.multipliedBy(1L << Math.min(failed - 1, 16));
        Duration wait = cause.pause().compareTo(own) > 0 ? cause.pause() : own;
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }
}
