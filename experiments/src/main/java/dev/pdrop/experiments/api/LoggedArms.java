// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import dev.pdrop.experiments.report.Excerpt;
import dev.pdrop.experiments.tracking.server.LoggedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Arms as an MLflow server has them. Shown as a table of what arms are compared by.
 *
 * @param experiment MLflow's name of the experiment
 * @param arms of the latest run first
 */
public record LoggedArms(String experiment, List<LoggedRun> arms) implements Shown {

    /** Copies the list. */
    public LoggedArms {
        arms = List.copyOf(arms);
    }

    /** Those of the latest run alone. */
    public LoggedArms latest() {
        return new LoggedArms(
                experiment,
                arms.stream()
                        .filter(arm -> arm.run()
                                .tag("pdrop.id")
                                .equals(arms.get(0).run().tag("pdrop.id")))
                        .toList());
    }

    /** Those that have a parameter. */
    public LoggedArms having(String parameter) {
        return new LoggedArms(
                experiment,
                arms.stream()
                        .filter(arm -> arm.run().params().containsKey(parameter))
                        .toList());
    }

    /**
     * A table of some parameters and metrics.
     *
     * @param names of parameters and metrics as MLflow has them; one that an arm does not have is left empty
     */
    public Shown table(String... names) {
        List<String> columns = new ArrayList<>(List.of("arm", "run"));
        columns.addAll(List.of(names));
        return Grid.of(
                "Arms of " + experiment + " on the server",
                columns,
                2,
                arms.stream().map(arm -> row(arm, names)).toList());
    }

    private static List<String> row(LoggedRun arm, String... names) {
        List<String> cells = new ArrayList<>(List.of(arm.name(), arm.run().tag("pdrop.run")));
        for (String name : names) {
            cells.add(Optional.ofNullable(arm.metrics().get(name))
                    .map(value -> String.format(Locale.ROOT, "%.4g", value))
                    .or(() -> Optional.ofNullable(arm.run().params().get(name)))
                    .orElse(""));
        }
        return cells;
    }

    /** A chart of accuracy over a metric that tells a cost, such as {@code average_tokens}, as SVG. */
    public Shown accuracyOver(String metric) {
        List<Excerpt.Mark> marks = new ArrayList<>();
        for (LoggedRun arm : arms) {
            Double cost = arm.metrics().get(metric);
            Double accuracy = arm.metrics().get("accuracy");
            if (cost != null && accuracy != null) {
                marks.add(new Excerpt.Mark(
                        arm.name(),
                        cost,
                        accuracy,
                        Optional.ofNullable(arm.metrics().get("accuracy_low")),
                        Optional.ofNullable(arm.metrics().get("accuracy_high"))));
            }
        }
        String title = "Accuracy over " + metric + " as " + experiment + " logged them";
        return marks.isEmpty()
                ? new View(Excerpt.text(List.of("No arm has both accuracy and " + metric + ".")), "")
                : new Drawing(Excerpt.scatter(title, metric, marks), title);
    }

    @Override
    public String content() {
        return usual().content();
    }

    @Override
    public String toString() {
        return usual().toString();
    }

    private Shown usual() {
        return table("lambda", "stages", "accuracy", "loyalty", "average_tokens", "tmac");
    }
}
