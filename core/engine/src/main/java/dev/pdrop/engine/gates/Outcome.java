// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

/** How a gate came out. */
public enum Outcome {
    /** What was expected was found. */
    PASSED("passed"),
    /** Something else was found: no number of the arm can be trusted. */
    FAILED("failed"),
    /** The arm does nothing that the gate is about. */
    NOT_APPLICABLE("not applicable"),
    /** A statistical gate found no difference where one was hoped for; says nothing about the numbers' being right. */
    NO_SIGNAL("no signal"),
    /** A statistical gate had too little to go by. */
    NO_STATEMENT("no statement");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    /** How reports say it. */
    public String words() {
        return words;
    }
}
