// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.tracking.server.MlflowLimits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What MLflow's experiment of a run is to hold.
 *
 * @param name of it
 * @param tags by name; the description is one of them
 */
record TrackedExperiment(String name, Map<String, String> tags) {

    /** The tag that MLflow shows as description: of an experiment, and of a run. */
    static final String NOTE = "mlflow.note.content";

    /** Copies, and gives values the form that MLflow takes. */
    TrackedExperiment {
        Map<String, String> fitting = new LinkedHashMap<>();
        tags.forEach((key, value) -> fitting.put(MlflowLimits.key(key), MlflowLimits.tag(value)));
        tags = Collections.unmodifiableMap(fitting);
    }
}
