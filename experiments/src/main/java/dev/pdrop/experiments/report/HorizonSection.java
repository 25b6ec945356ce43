// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.HorizonResult;
import dev.pdrop.experiments.outcome.HorizonResult.LayerResult;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.outcome.Statistics;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How deep in the model a ranking is worth more than chance. */
final class HorizonSection implements Section {

    @Override
    public String heading() {
        return "Information horizon";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results()
                .filter(results -> !results.horizons().isEmpty())
                .map(HorizonSection::body)
                .orElseGet(List::of);
    }

    private static List<Html> body(Results results) {
        List<HorizonResult> horizons = results.horizons();
        List<LayerChart.Line> lines = new ArrayList<>();
        List<Html> rows = new ArrayList<>();
        List<Html> key = new ArrayList<>();
        List<Html> sentences = new ArrayList<>();
        for (int i = 0; i < horizons.size(); i++) {
            HorizonResult horizon = horizons.get(i);
            String name = name(horizons, horizon);
            lines.add(new LayerChart.Line(name, horizon.layers()));
            key.add(Html.element("span", Mark.inText(i), Html.text(" " + name)).with("class", "key-entry"));
            sentences.add(Html.element("li", name + ": " + horizon.words() + "."));
            for (LayerResult layer : horizon.layers()) {
                rows.add(Differences.row(List.of(name, Integer.toString(layer.layer())), layer.pair()));
            }
        }
        List<Optional<Range>> intervals = horizons.stream()
                .flatMap(horizon -> horizon.layers().stream())
                .map(layer -> layer.pair().interval())
                .toList();
        String caption = "Ranked minus random, in percentage points of accuracy";
        List<Html> body = new ArrayList<>();
        body.add(Html.element(
                "p",
                "Arms that drop once, before one layer or another, held against arms that drop as many tokens there at"
                        + " random. The information horizon is the first tried layer from which on no tried layer's"
                        + " ranking is shown to be better than random; between tried layers nothing is known, and"
                        + " \"not distinguishable\" does not mean equal."));
        body.add(Html.element("ul").with("class", "headline").and(sentences));
        body.add(Html.element(
                "figure",
                new LayerChart("horizon", "Ranking against random, by layer", lines).svg(),
                Html.element("figcaption").and(key).and(Html.text(ExactBounds.dashed(intervals.stream())))));
        body.add(Words.scrolling(
                caption, Tables.table(caption, Differences.heading(List.of("ranking", "before layer")), rows)));
        body.addAll(ExactBounds.note(
                intervals.stream(), results.statistics().map(Statistics::images).orElse(0)));
        if (intervals.stream().anyMatch(Optional::isPresent)) {
            body.add(Html.element(
                    "p",
                    "Upright bars and intervals hold all true differences of this run at once in 95 % of experiments;"
                            + " one that reaches zero is not distinguishable."));
        }
        return body;
    }

    /** As short as tells one from the other. */
    private static String name(List<HorizonResult> all, HorizonResult one) {
        String name = one.ranker() + ", keep " + one.keep();
        if (alike(all, one, true) > 1 && alike(all, one, false) == 1) {
            return name + ", " + one.positions();
        }
        return alike(all, one, false) > 1
                ? name + " (" + one.layers().get(0).pair().arm() + ")"
                : name;
    }

    private static long alike(List<HorizonResult> all, HorizonResult one, boolean whateverPositions) {
        return IntStream.range(0, all.size())
                .mapToObj(all::get)
                .filter(other -> other.ranker().equals(one.ranker()) && other.keep() == one.keep())
                .filter(other -> whateverPositions || other.positions().equals(one.positions()))
                .count();
    }
}
