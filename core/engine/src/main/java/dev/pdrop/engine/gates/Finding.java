// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

/**
 * What a gate found.
 *
 * @param outcome how it came out
 * @param expected what was expected, a phrase that goes on behind "expected"
 * @param found what was found, a phrase that goes on behind "found"
 */
public record Finding(Outcome outcome, String expected, String found) {

    static Finding passed(String expected, String found) {
        return new Finding(Outcome.PASSED, expected, found);
    }

    static Finding failed(String expected, String found) {
        return new Finding(Outcome.FAILED, expected, found);
    }

    static Finding notApplicable(String expected, String reason) {
        return new Finding(Outcome.NOT_APPLICABLE, expected, reason);
    }
}
