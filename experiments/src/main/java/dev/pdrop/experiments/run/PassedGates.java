// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.List;

/**
 * {@code gates.json}: the gates that a run has passed, and what it was then.
 *
 * @param key hash of the keys of all arms and of the questions that they were tried on
 * @param gates arm by arm
 */
record PassedGates(String key, List<GateRow> gates) {

    /** Copies the list. */
    PassedGates {
        gates = List.copyOf(gates);
    }
}
