// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

/**
 * How MLflow's pages show the arms of a run if they are opened by a link: as a flat table with the columns that arms
 * are compared by, best accuracy first, and as charts. By itself it shows neither parameters nor metrics, and hides
 * arms below their run.
 *
 * <p>The form is that of MLflow's own button for sharing a view, which is not documented; a test opens it in a browser.
 */
final class SharedView {

    private static final String TAG = "mlflow.sharedViewState.";

    private static final List<String> PARAMS = List.of("ranker", "lambda", "stages", "first_layer", "keep");

    private static final List<String> METRICS = List.of(
            "accuracy",
            ArmMetrics.GAIN,
            "loyalty",
            "average_tokens",
            "tmac",
            "kv_mib",
            "prefill_ms",
            "prefill_ms_p50",
            "decode_ms_p50",
            "realised_fraction");

    private SharedView() {}

    /** The key of the view of a run. */
    static String key(String id) {
        return id.replace('.', '-');
    }

    /** The tag of the experiment that holds it. */
    static String tag(String id) {
        return TAG + key(id);
    }

    /**
     * The value of that tag.
     *
     * @param id of the run
     * @param arms of the run; only columns that they have are shown
     */
    static String of(String id, List<TrackedEntry> arms) {
        Set<String> had = arms.stream()
                .flatMap(arm -> Stream.concat(
                        arm.params().keySet().stream().map(SharedView::param),
                        arm.metrics().stream().map(point -> metric(point.key()))))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> columns = Stream.concat(
                        PARAMS.stream().map(SharedView::param), METRICS.stream().map(SharedView::metric))
                .filter(had::contains)
                .toList();
        return "deflate;"
                + Base64.getEncoder()
                        .encodeToString(deflated(state(id, columns, arms).toString()));
    }

    private static String param(String name) {
        return "params.`" + name + "`";
    }

    private static String metric(String name) {
        return "metrics.`" + name + "`";
    }

    private static JsonObject state(String id, List<String> columns, List<TrackedEntry> arms) {
        JsonObject state = new JsonObject();
        state.addProperty("searchFilter", "tags.`pdrop.id` = '" + id + "' and tags.`pdrop.kind` = 'arm'");
        state.addProperty("orderByKey", metric("accuracy"));
        state.addProperty("orderByAsc", false);
        state.addProperty("startTime", "ALL");
        state.addProperty("lifecycleFilter", "Active");
        state.addProperty("modelVersionFilter", "All Runs");
        state.add("datasetsFilter", new JsonArray());
        JsonArray selected = new JsonArray();
        columns.forEach(selected::add);
        state.add("selectedColumns", selected);
        for (String none : List.of("runsExpanded", "groupsExpanded")) {
            state.add(none, new JsonObject());
        }
        for (String none : List.of("runsPinned", "runsHidden")) {
            state.add(none, new JsonArray());
        }
        state.addProperty("runsHiddenMode", "SHOWALL");
        for (String off : List.of("viewMaximized", "runListHidden", "isAccordionReordered", "autoRefreshEnabled")) {
            state.addProperty(off, false);
        }
        state.addProperty("useGroupedValuesInCharts", true);
        state.addProperty("hideEmptyCharts", true);
        state.add("groupBy", JsonNull.INSTANCE);
        state.add("compareRunCharts", SharedCharts.of(arms));
        state.add("compareRunSections", SharedCharts.sections());
        return state;
    }

    private static byte[] deflated(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
