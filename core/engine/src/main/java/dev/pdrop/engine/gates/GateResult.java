// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

/**
 * A gate's verdict on one arm.
 *
 * @param gate name of the gate
 * @param arm name of the arm
 * @param outcome how it came out
 * @param expected what was expected, a phrase that goes on behind "expected"
 * @param found what was found, a phrase that goes on behind "found"
 */
public record GateResult(String gate, String arm, Outcome outcome, String expected, String found) {

    static GateResult of(Gate gate, String arm, Finding finding) {
        return new GateResult(gate.name(), arm, finding.outcome(), finding.expected(), finding.found());
    }

    /** Whether no number of the arm can be trusted. */
    public boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
