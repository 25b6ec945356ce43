// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import com.google.gson.JsonObject;
import dev.pdrop.experiments.outcome.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Accuracy by the layer before which tokens are dropped and by how many of them stay, of the arms that drop once and
 * differ in nothing else: a table whose cells have colours.
 *
 * @param title what ranks
 * @param visualTokens of one image of the usual size
 * @param arms each drops once
 */
record HeatMap(String title, int visualTokens, List<PlannedArm> arms) {

    private static final int SHADES = 8;

    /**
     * What the colours mean.
     *
     * @param lowest accuracy that has the faintest colour
     * @param highest accuracy that has the strongest one
     */
    record Scale(double lowest, double highest) {

        /** One that holds all cells of some tables. */
        static Scale of(List<HeatMap> maps) {
            return new Scale(
                    maps.stream()
                            .flatMap(map -> map.arms.stream())
                            .mapToDouble(arm -> arm.accuracy().share())
                            .min()
                            .orElse(0),
                    maps.stream()
                            .flatMap(map -> map.arms.stream())
                            .mapToDouble(arm -> arm.accuracy().share())
                            .max()
                            .orElse(1));
        }

        private long shade(double accuracy) {
            return highest > lowest ? Math.round(SHADES * (accuracy - lowest) / (highest - lowest)) : 0;
        }
    }

    /**
     * One for each ranker, and for each way of it, that was run before at least two layers with one count, and with at
     * least two counts before one layer: fewer tell neither what the layer does nor what the count does.
     */
    static List<HeatMap> of(List<PlannedArm> all, int visualTokens) {
        Map<JsonObject, List<PlannedArm>> byRanking = new LinkedHashMap<>();
        all.stream()
                .filter(arm -> arm.plan().stages() == 2)
                .forEach(arm -> byRanking
                        .computeIfAbsent(arm.ranking(), unused -> new ArrayList<>())
                        .add(arm));
        return byRanking.entrySet().stream()
                .map(entry ->
                        new HeatMap(title(entry.getKey(), entry.getValue(), byRanking), visualTokens, entry.getValue()))
                .filter(HeatMap::compares)
                .toList();
    }

    boolean hasIntervals() {
        return intervals().anyMatch(Optional::isPresent);
    }

    /** The intervals that it shows. */
    Stream<Optional<Range>> intervals() {
        return arms.stream().map(arm -> arm.accuracy().interval());
    }

    /** The table under a caption. */
    Html table(Scale scale, String caption) {
        Html head = Html.element("tr", Tables.columnHeading("kept"));
        for (int layer : layers()) {
            head = head.and(Tables.columnHeading("layer " + layer));
        }
        List<Html> rows = new ArrayList<>();
        for (int count : counts()) {
            Html row = Html.element("tr", Tables.rowHeading(kept(count)));
            for (int layer : layers()) {
                row = row.and(arm(layer, count)
                        .map(arm -> cell(arm, scale))
                        .orElseGet(() -> Html.element("td", "not run").with("class", "missing")));
            }
            rows.add(row);
        }
        return Tables.table(caption, head, rows).with("class", "heat");
    }

    private boolean compares() {
        return counts().stream()
                        .anyMatch(count -> layers().stream()
                                        .filter(layer -> arm(layer, count).isPresent())
                                        .count()
                                > 1)
                && layers().stream()
                        .anyMatch(layer -> counts().stream()
                                        .filter(count -> arm(layer, count).isPresent())
                                        .count()
                                > 1);
    }

    private Optional<PlannedArm> arm(int layer, int count) {
        return arms.stream()
                .filter(arm -> arm.plan().firstLayer().orElseThrow() == layer
                        && arm.plan().keep().orElseThrow() == count)
                .findFirst();
    }

    private static Html cell(PlannedArm arm, Scale scale) {
        Accuracy accuracy = arm.accuracy();
        Html cell = Html.element("td", Figures.fixed(100 * accuracy.share(), 1))
                .with("class", "shade" + scale.shade(accuracy.share()));
        return accuracy.interval()
                .map(Range::marked)
                .map(points -> cell.and(Html.element("br"), Html.element("small", points)))
                .orElse(cell);
    }

    private String kept(int count) {
        return visualTokens > 0
                ? Figures.fixed(100.0 * count / visualTokens, 0) + " % (" + count + ")"
                : Integer.toString(count);
    }

    /** Layers, from the first. */
    private Collection<Integer> layers() {
        TreeSet<Integer> layers = new TreeSet<>();
        arms.forEach(arm -> layers.add(arm.plan().firstLayer().orElseThrow()));
        return layers;
    }

    /** Counts of kept tokens, from the largest: up is more. */
    private Collection<Integer> counts() {
        TreeSet<Integer> counts = new TreeSet<>(Comparator.reverseOrder());
        arms.forEach(arm -> counts.add(arm.plan().keep().orElseThrow()));
        return counts;
    }

    /** The ranker, and what tells it from others of its name. */
    private static String title(JsonObject ranking, List<PlannedArm> arms, Map<JsonObject, List<PlannedArm>> all) {
        String ranker = arms.get(0).ranker();
        return ranker
                + Settings.distinction(
                        ranking,
                        all.entrySet().stream()
                                .filter(entry ->
                                        entry.getValue().get(0).ranker().equals(ranker))
                                .map(Map.Entry::getKey)
                                .toList());
    }
}
