// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.tracking.server.MetricPoint;
import dev.pdrop.experiments.tracking.server.MlflowLimits;
import dev.pdrop.experiments.tracking.server.RunInput;
import dev.pdrop.experiments.tracking.server.RunStatus;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What one of MLflow's runs is to hold: the parent, or the child of an arm. What is empty is left out.
 *
 * @param key key of the arm; empty for the parent
 * @param name shown to people
 * @param tags by name
 * @param params by name
 * @param metrics each (metric, step) once
 * @param inputs what it reads
 * @param status how it stands
 */
record TrackedEntry(
        String key,
        String name,
        Map<String, String> tags,
        Map<String, String> params,
        List<MetricPoint> metrics,
        List<RunInput> inputs,
        RunStatus status) {

    /** Copies, and gives names and values the form that MLflow takes. */
    TrackedEntry {
        tags = fitting(tags, MlflowLimits::tag);
        params = fitting(params, MlflowLimits::param);
        metrics = List.copyOf(metrics);
        inputs = List.copyOf(inputs);
    }

    private static Map<String, String> fitting(Map<String, String> values, UnaryOperator<String> form) {
        Map<String, String> fitting = new LinkedHashMap<>();
        values.forEach((key, value) -> fitting.put(MlflowLimits.key(key), form.apply(value)));
        fitting.values().removeIf(String::isEmpty);
        return Collections.unmodifiableMap(fitting);
    }
}
