// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.List;

/**
 * An answer of an arm that differs from that of the unreduced one, for people to look at.
 *
 * @param arm name of the arm
 * @param example id of the example
 * @param type kind of question; empty if the data set does not say
 * @param question what was asked
 * @param accepted accepted answers
 * @param unreduced what the unreduced arm answered
 * @param answer what this arm answered
 */
public record ChangedAnswer(
        String arm,
        String example,
        String type,
        String question,
        List<String> accepted,
        String unreduced,
        String answer) {
    /** Copies the list. */
    public ChangedAnswer {
        accepted = List.copyOf(accepted);
    }
}
