// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.List;

/** What is compared with what; positive if the arm is better. */
public sealed interface Contrast {

    /** The arm that it is about. */
    String arm();

    /**
     * The arm against one other.
     *
     * @param arm that is judged
     * @param reference that it is judged by
     */
    record Difference(String arm, String reference) implements Contrast {

        /** Checks that they differ. */
        public Difference {
            if (arm.equals(reference)) {
                throw new IllegalArgumentException("expected two arms, found '" + arm + "' against itself");
            }
        }

        /** The other arm against this one. */
        public Difference reversed() {
            return new Difference(reference, arm);
        }
    }

    /**
     * The arm against whichever control is best. That is chosen anew in each resample: the best of several in the data
     * at hand is partly the luckiest, and the interval must know.
     *
     * @param arm that is judged
     * @param controls that it is judged by, at least one
     */
    record GainOverBest(String arm, List<String> controls) implements Contrast {

        /** Checks that there are controls and that the arm is none of them. */
        public GainOverBest {
            controls = List.copyOf(controls);
            if (controls.isEmpty() || controls.contains(arm)) {
                throw new IllegalArgumentException(
                        "expected controls other than the arm '" + arm + "', found " + controls);
            }
        }
    }
}
