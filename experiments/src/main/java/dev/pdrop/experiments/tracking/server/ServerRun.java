// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A run as the server has it.
 *
 * @param id the server's id of it
 * @param artifactUri where its files lie
 * @param status how it stands
 * @param startTime when it began, in milliseconds since 1970
 * @param tags by name
 * @param params by name
 * @param steps the step of the latest value of each metric by name
 * @param inputs keys of what it reads
 */
public record ServerRun(
        String id,
        String artifactUri,
        RunStatus status,
        long startTime,
        Map<String, String> tags,
        Map<String, String> params,
        Map<String, Long> steps,
        Set<String> inputs) {

    /** Copies the maps. */
    public ServerRun {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
        inputs = Set.copyOf(inputs);
    }

    /** Whether it reads something. */
    public boolean has(RunInput input) {
        return inputs.contains(input.key());
    }

    /** The value of a tag; empty if there is none. */
    public String tag(String key) {
        return tags.getOrDefault(key, "");
    }
}
