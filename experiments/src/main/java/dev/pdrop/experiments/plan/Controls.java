// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import java.util.List;

/**
 * The control arms of an experiment, and what it goes without.
 *
 * @param setting what was asked for: {@value #STANDARD}, {@value #NONE}, or names with commas between them
 * @param arms what serves as which control, in the order of kinds
 * @param leftOut what was asked for and could not be had
 */
public record Controls(String setting, List<ControlArm> arms, List<LeftOut> leftOut) {

    /** All controls. */
    public static final String STANDARD = "standard";

    /** No controls: the experiment opts out. */
    public static final String NONE = "none";

    /**
     * An arm that serves as a control.
     *
     * @param control its kind, such as {@code random}
     * @param arm its name
     * @param of the arms that it is the control of; empty if of all
     * @param attached whether it was added to the arms that the experiment declares, rather than declared itself
     */
    public record ControlArm(String control, String arm, List<String> of, boolean attached) {
        /** Copies the list. */
        public ControlArm {
            of = List.copyOf(of);
        }

        /** Whether it is a control of an arm. */
        public boolean controls(String name) {
            return !arm.equals(name) && (of.isEmpty() || of.contains(name));
        }
    }

    /**
     * A control that could not be had.
     *
     * @param control its kind
     * @param reason why, for people
     */
    public record LeftOut(String control, String reason) {
        /** One sentence. */
        public String sentence() {
            return "The control " + control + " is left out: " + reason;
        }
    }

    /** Copies the lists. */
    public Controls {
        arms = List.copyOf(arms);
        leftOut = List.copyOf(leftOut);
    }

    /** Of an experiment that opts out. */
    public static Controls none() {
        return new Controls(NONE, List.of(), List.of());
    }

    /** Whether the experiment opts out. */
    public boolean optedOut() {
        return setting.equals(NONE);
    }

    /** Whether an arm was added to those that the experiment declares. */
    public boolean attached(String arm) {
        return arms.stream().anyMatch(one -> one.attached() && one.arm().equals(arm));
    }
}
