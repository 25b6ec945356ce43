// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.Verdict;
import dev.pdrop.experiments.outcome.HorizonResult.LayerResult;
import dev.pdrop.experiments.outcome.PairResult;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

final class LayerChartTest {

    @Test
    void whereNothingDiffersTheScaleReachesOnePointToEitherSide() {
        assertThat(ticks(0, 0)).containsExactly("-1.0", "-0.5", "0.0", "0.5", "1.0");
    }

    @Test
    void largerDifferencesHaveTheirOwnScaleFromZeroOn() {
        assertThat(ticks(0.04, 0.1)).containsExactly("0", "2", "4", "6", "8", "10");
    }

    /** Numbers beside the vertical axis. */
    private static List<String> ticks(double first, double second) {
        LayerChart.Line line = new LayerChart.Line("ours", List.of(at(2, first), at(6, second)));
        Document page = Jsoup.parse(
                new LayerChart("chart", "Differences", List.of(line)).svg().toString());
        return page.select("text.tick.end").eachText();
    }

    private static LayerResult at(int layer, double difference) {
        return new LayerResult(
                layer,
                new PairResult(
                        "ranked",
                        "random",
                        difference,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Verdict.NO_STATEMENT));
    }
}
