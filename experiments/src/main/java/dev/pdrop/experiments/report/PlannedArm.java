// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an arm was to do, beside what came of it: by this arms are put in order, never by their names.
 *
 * @param plan as the manifest has it, with the parameters that arms are compared by
 * @param result what came of it
 */
record PlannedArm(Manifest.Arm plan, ArmResult result) {

    private static final String SCHEDULE = "schedule";

    /* The control on whose account a curve is drawn beside others, as it is found among declared arms too. */
    private static final String RANDOM = "random";

    /** The arms of a run that have results, in their order. */
    static List<PlannedArm> of(StoredRun run) {
        Map<String, ArmResult> results = run.results().stream()
                .flatMap(all -> all.arms().stream())
                .collect(Collectors.toMap(ArmResult::arm, Function.identity()));
        return run.manifest().arms().stream()
                .flatMap(arm ->
                        Optional.ofNullable(results.get(arm.name()))
                                .map(result -> new PlannedArm(arm, result))
                                .stream())
                .toList();
    }

    /** The arm among them that drops nothing of what every other arm is shown. */
    static Optional<PlannedArm> unreduced(List<PlannedArm> arms) {
        return arms.stream().filter(arm -> arm.plan().unreduced()).findFirst();
    }

    String name() {
        return plan.name();
    }

    Accuracy accuracy() {
        return Accuracy.of(result);
    }

    /** Name of the ranker; that of one turned round says so. */
    String ranker() {
        return plan.ranker();
    }

    /** Whether it chooses at random. */
    boolean random() {
        return ranker().equals(RANDOM);
    }

    /** Whether it is there to be compared with the arms that a run is about. */
    boolean control(Results results) {
        return results.controls().arms().stream().anyMatch(one -> one.arm().equals(name()));
    }

    /** All settings but those of the schedule: what is dropped, of how many. */
    JsonObject ranking() {
        JsonObject ranking = plan.config().deepCopy();
        ranking.remove(SCHEDULE);
        return ranking;
    }

    /** All settings but those of the ranker and one of the schedule: how many are dropped where, of what. */
    JsonObject scheduleWithout(String setting) {
        JsonObject rest = plan.config().deepCopy();
        rest.remove("ranker");
        rest.remove("reversed");
        JsonElement schedule = rest.get(SCHEDULE);
        if (schedule != null && schedule.isJsonObject()) {
            schedule.getAsJsonObject().remove(setting);
        }
        return rest;
    }
}
