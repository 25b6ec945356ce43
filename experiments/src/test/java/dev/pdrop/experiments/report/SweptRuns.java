// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.plan.Controls;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs of arms that differ in layer and count, lambda or stages, as a manifest knows them; names say nothing. */
final class SweptRuns {

    private final List<Manifest.Arm> plans = new ArrayList<>();
    private final List<ArmResult> results = new ArrayList<>();
    private final List<Controls.ControlArm> controls = new ArrayList<>();
    private boolean intervals = true;

    /** With one arm that drops nothing, of accuracy .95. */
    static SweptRuns withUnreduced(String name) {
        return new SweptRuns()
                .with(name, "none", "{\"positions\": \"original\", \"schedule\": {\"use\": \"none\"}}", Map.of(), 0.95);
    }

    /** An arm more that drops once. */
    SweptRuns single(String ranker, int layer, int keep, double accuracy) {
        return single(ranker, "{\"use\": \"%s\"}".formatted(ranker), layer, keep, accuracy);
    }

    /** The same with settings of its ranker. */
    SweptRuns single(String ranker, String settings, int layer, int keep, double accuracy) {
        return with(
                "arm " + plans.size(),
                ranker,
                "{\"positions\": \"original\", \"ranker\": %s, \"schedule\": {\"layer\": %d, \"keep\": %d, \"use\": \"single\"}}"
                        .formatted(settings, layer, keep),
                Map.of("stages", "2", "first_layer", "" + layer, "keep", "" + keep),
                accuracy);
    }

    /** An arm more that drops before several layers. */
    SweptRuns pyramid(String ranker, int stages, String lambda, double accuracy) {
        return pyramid(ranker, "int", stages, lambda, accuracy);
    }

    /** The same with a rounding of its own. */
    SweptRuns pyramid(String ranker, String rounding, int stages, String lambda, double accuracy) {
        return with(
                "arm " + plans.size(),
                ranker,
                "{\"positions\": \"original\", \"ranker\": {\"use\": \"%s\"}, \"schedule\": {\"lambda\": %s, \"rounding\": \"%s\", \"stages\": %d, \"use\": \"pyramid\"}}"
                        .formatted(ranker, lambda, rounding, stages),
                Map.of("stages", "" + stages, "lambda", lambda, "first_layer", "" + 12 / stages, "keep", "9"),
                accuracy);
    }

    /** In the arm that was added last a layer sees so many tokens on average. */
    SweptRuns seeing(double tokens) {
        ArmResult last = results.remove(results.size() - 1);
        results.add(result(last.arm(), last.ranker(), last.accuracy(), tokens, last.accuracyInterval()));
        return this;
    }

    /** The arm that was added last is a control. */
    SweptRuns asControl(String kind) {
        controls.add(new Controls.ControlArm(kind, plans.get(plans.size() - 1).name(), List.of("arm 1"), true));
        return this;
    }

    /** Nothing has an interval. */
    SweptRuns withoutIntervals() {
        intervals = false;
        return this;
    }

    StoredRun run(Path folder) {
        StoredRun complete = ReportedRuns.complete(folder, List.of("full"));
        Results old = complete.results().orElseThrow();
        Manifest manifest = complete.manifest();
        List<ArmResult> arms = intervals
                ? results
                : results.stream()
                        .map(arm ->
                                result(arm.arm(), arm.ranker(), arm.accuracy(), arm.averageTokens(), Optional.empty()))
                        .toList();
        return new StoredRun(
                folder,
                new Manifest(
                        Manifest.FORMAT,
                        manifest.name(),
                        manifest.question(),
                        manifest.software(),
                        manifest.machine(),
                        manifest.backbone(),
                        manifest.seed(),
                        manifest.batchSize(),
                        manifest.examples(),
                        manifest.hashes(),
                        plans,
                        List.of(),
                        manifest.started(),
                        manifest.finished(),
                        manifest.engineSeconds()),
                Optional.of(new Results(
                        Results.SCHEMA,
                        arms,
                        144,
                        List.of(),
                        List.of(),
                        old.statistics(),
                        List.of(),
                        new Controls("standard", controls, List.of()))),
                complete.effectiveConf());
    }

    private SweptRuns with(String name, String ranker, String config, Map<String, String> parameters, double accuracy) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("ranker", ranker, "positions", "original"));
        all.putAll(parameters);
        JsonObject settings = JsonParser.parseString(config).getAsJsonObject();
        plans.add(new Manifest.Arm(name, "key of " + name, ranker, "in words", "original", settings, all));
        // The more arms there are before it, the more tokens an arm has.
        results.add(result(
                name,
                ranker,
                accuracy,
                10.0 + results.size(),
                Optional.of(new Range(accuracy - 0.1, accuracy + 0.05))));
        return this;
    }

    private static ArmResult result(
            String name, String ranker, double accuracy, double tokens, Optional<Range> interval) {
        return new ArmResult(
                name,
                ranker,
                "in words",
                "original",
                100,
                accuracy,
                Optional.empty(),
                tokens,
                tokens * 1e-6,
                tokens * 1e-6,
                1,
                1,
                1,
                0,
                0,
                1,
                interval,
                Optional.empty(),
                Optional.empty());
    }
}
