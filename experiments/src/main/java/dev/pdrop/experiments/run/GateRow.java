// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.gates.GateResult;
import dev.pdrop.engine.gates.Outcome;

/**
 * How a fidelity gate came out for an arm.
 *
 * @param gate name of the gate
 * @param arm name of the arm
 * @param outcome {@code passed}, {@code not applicable}, {@code no signal} or {@code no statement}; one that failed
 *     stops the run
 * @param expected what was expected, a phrase that goes on behind "expected"
 * @param found what was found, a phrase that goes on behind "found"
 */
public record GateRow(String gate, String arm, String outcome, String expected, String found) {

    static GateRow of(GateResult result) {
        return new GateRow(result.gate(), result.arm(), result.outcome().words(), result.expected(), result.found());
    }

    /** Whether what was expected was found. */
    public boolean passed() {
        return outcome.equals(Outcome.PASSED.words());
    }
}
