// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/** What is said of a difference, everywhere, by one rule. */
public enum Verdict {
    /** The arm is better. */
    HIGHER("higher"),
    /** The arm is worse. */
    LOWER("lower"),
    /** The data do not say which is better. */
    NOT_DISTINGUISHABLE("not distinguishable"),
    /** There are too few images to say anything. */
    NO_STATEMENT("no statement");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** How reports say it. */
    public String words() {
        return words;
    }

    /** The rule: the corrected p-value is at most what is put up with. */
    static Verdict of(double estimate, double correctedPValue, double error) {
        if (correctedPValue > error) {
            return NOT_DISTINGUISHABLE;
        }
        return estimate > 0 ? HIGHER : LOWER;
    }
}
