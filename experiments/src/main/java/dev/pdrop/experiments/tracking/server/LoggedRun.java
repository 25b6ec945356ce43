// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run as the server has it, with its values, for those who read it back.
 *
 * @param name shown to people
 * @param run what is known of it besides
 * @param metrics the latest value of each by name
 */
public record LoggedRun(String name, ServerRun run, Map<String, Double> metrics) {

    /** Copies the map. */
    public LoggedRun {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
