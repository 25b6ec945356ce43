// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

/** Watches a run go by. */
public interface RunListener {

    /**
     * The run begins.
     *
     * @param total answers that the plan asks for, arms times examples
     */
    void started(long total);

    /**
     * The journal held answers already.
     *
     * @param arm the arm that gave them
     * @param count how many
     */
    void found(String arm, int count);

    /**
     * Answers were computed and journalled.
     *
     * @param arm the arm that gave them
     * @param count how many
     */
    void answered(String arm, int count);

    /** The run ends, well or not. */
    void ended();
}
