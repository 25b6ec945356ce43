// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Arms whose schedules differ in one setting alone, ranker by ranker.
 *
 * @param rest all other settings but the ranker's, which they have in common
 * @param lines arms of one ranker with the same settings, each by the value of the setting in rising order; random ones
 *     last
 */
record Sweep(JsonObject rest, List<Line> lines) {

    private static final int FEWEST = 3;

    /**
     * Arms that differ in the setting alone.
     *
     * @param ranking all their settings but those of the schedule
     * @param arms by the value of the setting, at least three
     */
    record Line(JsonObject ranking, Map<Double, PlannedArm> arms) {

        PlannedArm first() {
            return arms.values().iterator().next();
        }
    }

    /**
     * The sweeps of a setting among some arms.
     *
     * @param setting of the schedule, and the parameter that says what it came to
     * @param all the arms
     * @param subject whether an arm is what the run is about rather than a control; of controls only random ones are
     *     drawn
     */
    static List<Sweep> of(String setting, List<PlannedArm> all, Predicate<PlannedArm> subject) {
        Map<JsonObject, List<PlannedArm>> byRest = grouped(
                all.stream()
                        .filter(arm -> arm.plan().parameter(setting).isPresent())
                        .filter(arm -> arm.random() || subject.test(arm))
                        .toList(),
                arm -> arm.scheduleWithout(setting));
        List<Sweep> sweeps = new ArrayList<>();
        byRest.forEach((rest, arms) -> {
            List<Line> lines = lines(setting, arms);
            if (!lines.isEmpty()) {
                sweeps.add(new Sweep(rest, lines));
            }
        });
        return sweeps;
    }

    /** The arms of all lines. */
    Stream<PlannedArm> arms() {
        return lines.stream().flatMap(line -> line.arms().values().stream());
    }

    private static List<Line> lines(String setting, List<PlannedArm> arms) {
        return grouped(arms, PlannedArm::ranking).entrySet().stream()
                .map(entry -> new Line(entry.getKey(), ordered(setting, entry.getValue())))
                .filter(line -> line.arms().size() >= FEWEST)
                .sorted(Comparator.comparing(line -> line.first().random()))
                .toList();
    }

    private static Map<Double, PlannedArm> ordered(String setting, List<PlannedArm> arms) {
        return arms.stream()
                .collect(Collectors.toMap(
                        arm -> Double.valueOf(arm.plan().parameter(setting).orElseThrow()),
                        Function.identity(),
                        (first, again) -> first,
                        TreeMap::new));
    }

    private static Map<JsonObject, List<PlannedArm>> grouped(
            List<PlannedArm> arms, Function<PlannedArm, JsonObject> key) {
        return arms.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
