// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.plan.Controls;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which arms are controls of which, and what the run goes without. */
final class ControlsSection implements Section {

    private static final Map<String, String> MEANINGS = Map.of(
            "full", "the model with nothing dropped",
            "random", "tokens kept at random, as many at the same layers",
            "uniform", "tokens spread evenly over the grid, as many at the same layers",
            "bottom-k", "the tokens kept that the arm's own ranker would drop first",
            "pool", "the grid of visual tokens averaged before layer 0, to about as many as the layers of the arm have",
            "downsample",
                    "the whole picture, smaller, so that it becomes about as many tokens as the layers of the arm have",
            "text-only", "the question without its image",
            "blank-image", "the question with a grey picture");

    @Override
    public String heading() {
        return "Controls";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results().map(ControlsSection::body).orElseGet(List::of);
    }

    private static List<Html> body(Results results) {
        if (results.schema() < Results.SCHEMA_WITH_CONTROLS) {
            return List.of();
        }
        Controls controls = results.controls();
        if (controls.optedOut()) {
            return List.of(Html.element(
                    "p",
                    "This experiment opts out of control arms (controls = none): what its arms are compared with is"
                            + " what it declares itself."));
        }
        List<Html> body = new ArrayList<>();
        body.add(Html.element(
                "p",
                "What a method must beat before its ranking can be said to matter. Attached because the experiment says controls = "
                        + controls.setting() + "; where it declares such an arm itself, that one serves."
                        + leftAside(controls.setting())));
        body.add(table(results));
        controls.leftOut().forEach(one -> body.add(Html.element("p", one.sentence() + ".")));
        return body;
    }

    /** A list opts out of what it does not name. */
    private static String leftAside(String setting) {
        List<String> named = List.of(setting.split("[^a-z-]+"));
        String others = new TreeSet<>(MEANINGS.keySet())
                .stream().filter(control -> !named.contains(control)).collect(Collectors.joining(", "));
        return named.contains(Controls.STANDARD) || others.isEmpty()
                ? ""
                : " It opts out of the other standard controls: " + others + ".";
    }

    private static Html table(Results results) {
        Map<String, Integer> replicates =
                results.arms().stream().collect(Collectors.toMap(ArmResult::arm, ArmResult::replicates));
        Html head = Html.element(
                "tr",
                Tables.columnHeading("control"),
                Tables.columnHeading("arm"),
                Tables.columnHeading("of"),
                Tables.columnHeading("replicates").with("class", "number"),
                Tables.columnHeading("what it is"));
        List<Html> rows = results.controls().arms().stream()
                .map(one -> Html.element(
                        "tr",
                        Tables.rowHeading(one.control()),
                        Html.element("td", one.arm() + (one.attached() ? "" : " (declared)")),
                        Html.element("td", one.of().isEmpty() ? "all arms" : String.join("; ", one.of())),
                        Html.element("td", Integer.toString(replicates.getOrDefault(one.arm(), 1)))
                                .with("class", "number"),
                        Html.element("td", MEANINGS.getOrDefault(one.control(), ""))))
                .toList();
        return Words.scrolling("Controls", Tables.table("What serves as which control", head, rows));
    }
}
