// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import java.util.List;
import java.util.Optional;

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

    /**
     * The arms that an arm has to beat, in the order of kinds: all of its controls but the untouched model, which
     * spends more.
     *
     * @param arm name of an arm
     * @return none for one that is no control's subject, such as a control itself
     */
    public List<String> rivals(String arm) {
        boolean subject = arms.stream().anyMatch(one -> one.of().contains(arm));
        return arms.stream()
                .filter(one -> subject && !one.control().equals(ControlKind.FULL.label()))
                .filter(one -> one.of().isEmpty() || one.of().contains(arm))
                .map(ControlArm::arm)
                .distinct()
                .toList();
    }

    /**
     * The arm that drops at random what an arm drops by rank.
     *
     * @param arm name of an arm
     */
    public Optional<String> randomOf(String arm) {
        return arms.stream()
                .filter(one -> one.control().equals(ControlKind.RANDOM.label())
                        && one.of().contains(arm))
                .map(ControlArm::arm)
                .findFirst();
    }

    /** Whether an arm was added to those that the experiment declares. */
    public boolean attached(String arm) {
        return arms.stream().anyMatch(one -> one.attached() && one.arm().equals(arm));
    }
}
