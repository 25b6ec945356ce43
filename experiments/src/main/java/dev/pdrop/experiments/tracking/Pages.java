// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.google.gson.JsonArray;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a person sees a run on a server.
 *
 * @param run its own page: note, files
 * @param table its arms in a table with what they are compared by; empty for a training, which has none
 * @param charts the same arms in charts, parallel coordinates first; empty likewise
 * @param comparison its arms side by side, a column each; empty likewise
 */
public record Pages(String run, String table, String charts, String comparison) {

    /** How many runs a page still draws without a long wait. */
    private static final int COMPARED = 100;

    /**
     * Of a run that the server holds.
     *
     * @param server the server
     * @param experiment the server's id of the experiment
     * @param parent the server's id of the run
     * @param arms the server's ids of its arms, in the order of the plan: of very many the first ones are compared
     * @param id of the run
     */
    static Pages of(MlflowAddress server, String experiment, String parent, List<String> arms, String id) {
        String experimentPage = server + "/#/experiments/" + experiment;
        String run = experimentPage + "/runs/" + parent;
        if (arms.isEmpty()) {
            return new Pages(run, "", "", "");
        }
        String view = experimentPage + "/runs?workflowType=machine_learning&viewStateShareKey=" + SharedView.key(id);
        return new Pages(
                run,
                view,
                view + "&compareRunsMode=CHART",
                server + "/#/compare-runs?runs="
                        + list(arms.subList(0, Math.min(COMPARED, arms.size()))) + "&experiments="
                        + list(List.of(experiment)));
    }

    private static String list(List<String> values) {
        JsonArray list = new JsonArray();
        values.forEach(list::add);
        return URLEncoder.encode(list.toString(), StandardCharsets.UTF_8);
    }
}
