// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pdrop.experiments.tracking.server.MetricPoint;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The charts that MLflow's pages show of the arms of a run: parallel coordinates over what arms are told apart by and
 * what came out, accuracy over cost, gains, and the pyramid layer by layer.
 *
 * <p>Parallel coordinates draw arms that have all of the axes; so arms with a lambda have a chart of their own, beside
 * that of all arms that drop tokens.
 */
final class SharedCharts {

    private static final String SECTION = "pdrop-comparison";
    private static final String ACCURACY = TrackedRuns.ACCURACY;
    private static final String TOKENS = "average_tokens";

    /* More than these would be one on top of the other. */
    private static final int RUNS = 100;

    private static final List<String> COMMON = List.of("first_layer", "stages", "keep");
    private static final List<String> WITH_LAMBDA = List.of("lambda", "stages", "first_layer", "keep");

    private final List<TrackedEntry> arms;
    private final JsonArray cards = new JsonArray();

    private SharedCharts(List<TrackedEntry> arms) {
        this.arms = arms;
    }

    /** The one section that they stand in. */
    static JsonArray sections() {
        JsonObject section = new JsonObject();
        section.addProperty("uuid", SECTION);
        section.addProperty("name", "Comparison");
        section.addProperty("display", true);
        section.addProperty("isReordered", false);
        section.addProperty("deleted", false);
        section.addProperty("isGenerated", false);
        JsonArray sections = new JsonArray();
        sections.add(section);
        return sections;
    }

    /** The charts of some arms; only those for which there is something to draw. */
    static JsonArray of(List<TrackedEntry> arms) {
        SharedCharts charts = new SharedCharts(arms);
        charts.parallel("Arms that drop tokens", COMMON);
        charts.parallel("Arms with a lambda", WITH_LAMBDA);
        charts.scatter();
        charts.single("BAR", ArmMetrics.GAIN, "Gain over the best control");
        charts.single("LINE", "visual_tokens_by_layer", "Visual tokens by layer");
        charts.single("LINE", "kv_kib_by_layer", "Keys and values by layer, KiB");
        return charts.cards;
    }

    private void parallel(String title, List<String> params) {
        List<String> metrics = Stream.of(TOKENS, ACCURACY).filter(this::had).toList();
        if (arms.stream().anyMatch(arm -> arm.params().keySet().containsAll(params))) {
            JsonObject card = card("PARALLEL", title);
            card.add("selectedParams", list(params));
            card.add("selectedMetrics", list(metrics));
            card.addProperty("showAllRuns", true);
        }
    }

    private void scatter() {
        if (had(TOKENS) && had(ACCURACY)) {
            JsonObject card = card("SCATTER", "Accuracy over average tokens");
            card.add("xaxis", axis(TOKENS));
            card.add("yaxis", axis(ACCURACY));
        }
    }

    private void single(String type, String metric, String title) {
        if (had(metric)) {
            JsonObject card = card(type, title);
            card.addProperty("metricKey", metric);
            if (type.equals("LINE")) {
                card.add("selectedMetricKeys", list(List.of(metric)));
                card.addProperty("xAxisKey", "step");
                card.addProperty("xAxisScaleType", "linear");
                card.addProperty("scaleType", "linear");
                card.addProperty("lineSmoothness", 0);
            }
        }
    }

    private JsonObject card(String type, String title) {
        JsonObject card = new JsonObject();
        card.addProperty("type", type);
        card.addProperty("uuid", "pdrop-chart-" + cards.size());
        card.addProperty("runsCountToCompare", RUNS);
        card.addProperty("metricSectionId", SECTION);
        card.addProperty("deleted", false);
        card.addProperty("isGenerated", false);
        card.addProperty("displayName", title);
        cards.add(card);
        return card;
    }

    private boolean had(String metric) {
        return metrics().contains(metric);
    }

    private Set<String> metrics() {
        return arms.stream()
                .flatMap(arm -> arm.metrics().stream())
                .map(MetricPoint::key)
                .collect(Collectors.toSet());
    }

    private static JsonObject axis(String metric) {
        JsonObject axis = new JsonObject();
        axis.addProperty("key", metric);
        axis.addProperty("type", "METRIC");
        return axis;
    }

    private static JsonArray list(List<String> values) {
        JsonArray list = new JsonArray();
        values.forEach(list::add);
        return list;
    }
}
