// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.pdrop.experiments.plan.ExperimentPlan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What ran, on what, with what: enough to know whether two runs can be compared.
 *
 * @param name name of the experiment
 * @param pdrop version of the toolkit
 * @param java version of the Java platform
 * @param system operating system and processor architecture
 * @param processors processors that the process may use
 * @param backbone what the loaded model says of itself
 * @param seed of the experiment
 * @param batchSize examples run together at most
 * @param modelHash SHA-256 of the model's files
 * @param dataHash SHA-256 of the data set's files
 * @param codeHash SHA-256 of the code of engine and plugins
 * @param armKeys key of each arm by name
 * @param started when this process began the run
 * @param finished when the run was complete; absent while it is not
 * @param engineSeconds time in the engine of this process, without start and reports
 */
record Manifest(
        String name,
        String pdrop,
        String java,
        String system,
        int processors,
        Map<String, String> backbone,
        long seed,
        int batchSize,
        String modelHash,
        String dataHash,
        String codeHash,
        Map<String, String> armKeys,
        String started,
        String finished,
        double engineSeconds) {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** The manifest of a run that begins. */
    static Manifest of(
            ExperimentPlan plan, ArmKeys keys, Map<String, String> backbone, String version, Instant started) {
        Map<String, String> armKeys = new LinkedHashMap<>();
        plan.arms().forEach(arm -> armKeys.put(arm.name(), keys.of(arm)));
        return new Manifest(
                plan.name(),
                version,
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                new TreeMap<>(backbone),
                plan.seed(),
                plan.batchSize(),
                keys.model(),
                keys.data(),
                keys.code(),
                armKeys,
                started.toString(),
                "",
                0);
    }

    /** The manifest of the same run when it is complete. */
    Manifest finished(Instant when, double seconds) {
        return new Manifest(
                name,
                pdrop,
                java,
                system,
                processors,
                backbone,
                seed,
                batchSize,
                modelHash,
                dataHash,
                codeHash,
                armKeys,
                started,
                when.toString(),
                seconds);
    }

    /** The manifest as JSON. */
    String json() {
        return GSON.toJson(this) + "\n";
    }
}
