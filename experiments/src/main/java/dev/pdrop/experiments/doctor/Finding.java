// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

/**
 * What a check found.
 *
 * @param subject what was looked at, one or two words
 * @param status whether that is good
 * @param found what is there
 * @param advice what to do about it; empty if there is nothing to do
 */
public record Finding(String subject, Status status, String found, String advice) {

    /** Whether a finding is good. */
    public enum Status {
        /** As it should be. */
        OK,
        /** Experiments run, but something is slow, missing or about to run out. */
        WARN,
        /** Experiments cannot run. */
        FAIL
    }

    static Finding ok(String subject, String found) {
        return new Finding(subject, Status.OK, found, "");
    }

    static Finding warn(String subject, String found, String advice) {
        return new Finding(subject, Status.WARN, found, advice);
    }

    static Finding fail(String subject, String found, String advice) {
        return new Finding(subject, Status.FAIL, found, advice);
    }
}
