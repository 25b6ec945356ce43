// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.Browser;
import dev.pdrop.experiments.run.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report in Chromium, from its file: what the page becomes, what the console says, what is asked of the network.
 */
final class ReportInBrowserTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsEveryArmWithoutAnErrorOrARequest() throws IOException, InterruptedException {
        ReportedRuns.writeChanged(folder, "q7", ReportedRuns.USUAL);
        Path report = Report.write(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        Browser.Visit visit = visit(report);
        assertThat(visit.page().select("#results tbody tr")).hasSameSizeAs(ReportedRuns.USUAL);
        assertThat(visit.page().select("#by-type-of-question tbody tr")).hasSameSizeAs(ReportedRuns.USUAL);
        assertThat(visit.page().select("#answers-that-changed details")).hasSize(ReportedRuns.USUAL.size() - 1);
        assertThat(visit.page().select("figure svg path.mark")).hasSize(2 * ReportedRuns.USUAL.size());
        assertThat(visit.page().select("figure svg line.interval")).hasSize(2 * ReportedRuns.USUAL.size());
        assertThat(visit.page().select("#results .headline li")).hasSize(2);
        assertThat(visit.page().select("#which-arms-differ tbody tr")).hasSize(ReportedRuns.USUAL.size() - 1);
        assertThat(visit.page().select("#more-than-accuracy tbody tr")).hasSameSizeAs(ReportedRuns.USUAL);
        assertThat(visit.page().select("#tokens-and-arithmetic tbody tr")).hasSameSizeAs(ReportedRuns.USUAL);
        assertThat(visit.console()).isEmpty();
        assertThat(visit.requests()).isEmpty();
    }

    @Test
    void drawsGainsAndTheInformationHorizonWithoutAnErrorOrARequest() throws IOException, InterruptedException {
        Browser.Visit visit = visit(Report.write(ReportedRuns.controlled(folder)));

        assertThat(visit.page().select("#gain-over-controls tbody tr")).hasSize(2 + 4);
        assertThat(visit.page().select("#information-horizon figure svg path.line"))
                .hasSize(3);
        assertThat(visit.page().select("#information-horizon figure svg line.bar"))
                .hasSize(12);
        assertThat(visit.page().select("#information-horizon tbody tr")).hasSize(12);
        assertThat(visit.console()).isEmpty();
        assertThat(visit.requests()).isEmpty();
    }

    @Test
    void runsNothingThatItIsGiven() throws IOException, InterruptedException {
        StoredRun run = ReportedRuns.hostile(folder);
        ReportedRuns.writeChanged(folder, ReportedRuns.HOSTILE, List.of("full", ReportedRuns.HOSTILE));

        Browser.Visit visit = visit(Report.write(run));
        assertThat(visit.page().select("script, img")).isEmpty();
        assertThat(visit.page().select("#results > .scroll tbody th").eachText())
                .containsExactly("full", ReportedRuns.HOSTILE);
        assertThat(visit.page().select("#results .schedules tbody th").eachText())
                .contains(ReportedRuns.HOSTILE);
        assertThat(visit.page().select("#by-type-of-question thead th").eachText())
                .contains(ReportedRuns.HOSTILE + " n = 80");
        assertThat(visit.page().select("#answers-that-changed td").eachText()).contains(ReportedRuns.HOSTILE);
        assertThat(visit.console()).isEmpty();
        assertThat(visit.requests()).isEmpty();
    }

    @Test
    void showsWhatArmsAreSweptOver() throws IOException, InterruptedException {
        SweptRuns arms = SweptRuns.withUnreduced(ReportedRuns.HOSTILE);
        for (String ranker : List.of("ours", "random", ReportedRuns.HOSTILE.replace("\"", ""))) {
            for (int step = 2; step < 6; step++) {
                arms.single(ranker, step, 36, 0.7)
                        .single(ranker, step, 72, 0.8)
                        .pyramid(ranker, 4, "0." + step, 0.7)
                        .pyramid(ranker, step + 1, "0.9", 0.9);
            }
        }

        Browser.Visit visit = visit(Report.write(arms.run(folder)));
        assertThat(visit.page().select("#accuracy-by-layer-and-share-kept table.heat"))
                .hasSize(3);
        assertThat(visit.page().select("#accuracy-by-layer-and-share-kept td[class^=shade]"))
                .hasSize(3 * 2 * 4);
        for (String section : List.of("#accuracy-over-lambda", "#accuracy-over-stages")) {
            // A sample above the chart for each line.
            assertThat(visit.page().select(section + " svg")).isNotEmpty().allSatisfy(chart -> {
                assertThat(chart.select("path.line")).hasSize(2 * 3);
                assertThat(chart.select("path.dashed")).hasSize(2);
                assertThat(chart.select("line.unreduced")).hasSize(2);
            });
        }
        assertThat(visit.page().select("#what-accuracy-costs svg path.front")).hasSize(2);
        assertThat(visit.page().select("#what-accuracy-costs svg .on-front .mark"))
                .isNotEmpty();
        assertThat(visit.page().select("script, img")).isEmpty();
        assertThat(visit.console()).isEmpty();
        assertThat(visit.requests()).isEmpty();
    }

    /** The tests above would see what they say is not there. */
    @Test
    void anotherPageWouldBeCaught() throws IOException, InterruptedException {
        Path page = Files.writeString(
                folder.resolve("page.html"),
                "<!DOCTYPE html><title>x</title><img src=http://127.0.0.1:9/x.png><script>console.error('boo')</script>");

        Browser.Visit visit = visit(page);
        assertThat(visit.console()).anyMatch(line -> line.contains("boo"));
        assertThat(visit.requests()).contains("http://127.0.0.1:9/x.png");
    }

    private Browser.Visit visit(Path file) throws IOException, InterruptedException {
        return Browser.visit(file, folder);
    }
}
