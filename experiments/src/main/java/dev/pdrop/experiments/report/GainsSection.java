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

/** What each method gains over the best of its controls, and how it stands to each of them. */
final class GainsSection implements Section {

    @Override
    public String heading() {
        return "Gain over the best control";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results()
                .filter(results -> !results.gains().isEmpty())
                .flatMap(results -> results.statistics().map(statistics -> body(results, statistics)))
                .orElseGet(List::of);
    }

    private static List<Html> body(Results results, Statistics statistics) {
        String caption = "Accuracy above that of the best control, in percentage points";
        List<Html> rows = new ArrayList<>();
        List<Html> each = new ArrayList<>();
        for (GainResult gain : results.gains()) {
            rows.add(Differences.row(
                    List.of(
                            gain.arm(),
                            gain.bestControl(),
                            Integer.toString(gain.rivals().size())),
                    gain.pair()));
            for (PairResult rival : gain.rivals()) {
                each.add(Differences.row(List.of(rival.arm(), rival.reference()), rival));
            }
        }
        String all = "Against each control, in percentage points of accuracy";
        return List.of(
                Words.scrolling(
                        caption,
                        Tables.table(caption, Differences.heading(List.of("arm", "best control", "of")), rows)),
                Html.element("p", how(statistics)),
                Html.element(
                        "details",
                        Html.element("summary", "Against each control: " + Words.count(each.size(), "difference")),
                        Words.scrolling(all, Tables.table(all, Differences.heading(List.of("arm", "control")), each))));
    }

    private static String how(Statistics statistics) {
        String what =
                "What a method is worth is what it gains over the best of its controls, on the same questions; the"
                        + " model with nothing dropped is none of them, since it spends more. A control with replicates counts with"
                        + " their mean.";
        return statistics.noStatement().isEmpty()
                ? what
                        + " The best of several controls is partly the luckiest one, so the interval chooses it anew in each"
                        + " resample of the images. All figures are corrected for the " + statistics.comparisons()
                        + " comparisons of this run; \"not distinguishable\" means that these questions do not tell, not"
                        + " that there is no gain."
                : what + " No statement is made of how sure these are: " + statistics.noStatement() + ".";
    }
}
