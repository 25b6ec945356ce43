// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import java.util.List;

/** What must hold of an arm on a model before any number of it is believed. Exact: it holds or it does not. */
interface Gate {

    /** Its name, in kebab-case. */
    String name();

    /** Looks at what an arm did. */
    Finding check(Trial trial);

    /** All gates, the most telling first. */
    static List<Gate> all() {
        return List.of(
                new KeepAllGate(),
                new KeptTokensGate(),
                new TextIntactGate(),
                new PlannedCountsGate(),
                new ChangedCountGate(),
                new RisingPositionsGate());
    }
}
