// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.Statistics;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;

/** Which arms differ, by how much, and how sure that is. */
final class PairsSection implements Section {

    @Override
    public String heading() {
        return "Which arms differ";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results()
                .filter(results -> !results.pairs().isEmpty())
                .flatMap(results -> results.statistics()
                        .filter(one -> one.noStatement().isEmpty())
                        .map(statistics -> body(results, statistics)))
                .orElseGet(List::of);
    }

    private static List<Html> body(Results results, Statistics statistics) {
        String caption = "Differences of accuracy, in percentage points";
        Html head = Differences.heading(List.of("arm", "against"));
        List<Html> rows = results.pairs().stream()
                .map(pair -> Differences.row(List.of(pair.arm(), pair.reference()), pair))
                .toList();
        List<Html> body = new ArrayList<>();
        body.add(Words.scrolling(caption, Tables.table(caption, head, rows)));
        body.addAll(ExactBounds.note(results.pairs().stream().map(PairResult::interval), statistics.images()));
        body.add(Html.element(
                "p",
                "Looked at: " + statistics.family() + ". Of so many differences some look real by chance, so"
                        + " that p and verdict are corrected for all " + statistics.comparisons()
                        + ", and the intervals hold all true differences at once in 95 % of experiments. A difference"
                        + " is named if both a permutation test and a bootstrap over the "
                        + Words.count(statistics.images(), "image") + " say so at p up to "
                        + Figures.fixed(1 - statistics.level(), 2)
                        + "; \"not distinguishable\" means that these questions do not tell, not that there is no"
                        + " difference."));
        return body;
    }
}
