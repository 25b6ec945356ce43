// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.Statistics;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What each method gains over the best of its controls, and how it stands to each of them. */
final class GainsSection implements Section {

    @Override
    public String heading() {
        return "Gain over controls";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results()
                .filter(results -> !results.gains().isEmpty())
                .flatMap(results -> results.statistics().map(statistics -> body(results, statistics)))
                .orElseGet(List::of);
    }

    private static List<Html> body(Results results, Statistics statistics) {
        boolean single = results.gains().stream().allMatch(GainResult::onlyOneControl);
        String caption = "Accuracy above that of the " + (single ? "only" : "best") + " control, in percentage points";
        List<Html> rows = new ArrayList<>();
        List<Html> each = new ArrayList<>();
        for (GainResult gain : results.gains()) {
            List<String> first = List.of(
                    gain.arm(),
                    gain.bestControl(),
                    Integer.toString(gain.rivals().size()));
            rows.add(Differences.row(single ? first.subList(0, 2) : first, gain.pair()));
            for (PairResult rival : gain.rivals()) {
                each.add(Differences.row(List.of(rival.arm(), rival.reference()), rival));
            }
        }
        String all = "Against each control, in percentage points of accuracy";
        List<Html> body = new ArrayList<>();
        Html heading = Differences.heading(single ? List.of("arm", "control") : List.of("arm", "best control", "of"));
        body.add(Words.scrolling(caption, Tables.table(caption, heading, rows)));
        body.addAll(ExactBounds.note(
                results.gains().stream()
                        .flatMap(gain -> Stream.concat(Stream.of(gain.pair()), gain.rivals().stream()))
                        .map(PairResult::interval),
                statistics.images()));
        body.add(Html.element("p", how(statistics, single)));
        if (!single) {
            body.add(Html.element(
                    "details",
                    Html.element("summary", "Against each control: " + Words.count(each.size(), "difference")),
                    Words.scrolling(all, Tables.table(all, Differences.heading(List.of("arm", "control")), each))));
        }
        return body;
    }

    private static String how(Statistics statistics, boolean single) {
        String what = "What a method is worth is what it gains over "
                + (single ? "its control" : "the best of its controls") + ", on the same questions; the"
                + " model with nothing dropped is none, since it spends more. A control with replicates counts with"
                + " their mean.";
        return statistics.noStatement().isEmpty()
                ? what
                        + (single
                                ? ""
                                : " The best of several controls is partly the luckiest one, so the interval chooses it anew"
                                        + " in each resample of the images.")
                        + " All figures are corrected for the " + statistics.comparisons()
                        + " comparisons of this run; \"not distinguishable\" means that these questions do not tell, not"
                        + " that there is no gain."
                : what + " No statement is made of how sure these are: " + statistics.noStatement() + ".";
    }
}
