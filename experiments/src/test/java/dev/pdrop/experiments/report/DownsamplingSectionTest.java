// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.outcome.PartResult;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DownsamplingSectionTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void groupAIsToBeHeldAgainstControlsAndNotAgainstZero() {
        StringBuilder body = new StringBuilder();
        new DownsamplingSection().body(run()).forEach(body::append);
        Document page = Jsoup.parse(body.toString());

        assertThat(page.select("thead th").eachText()).containsExactly("#", "arm", "group A n = 12", "group B n = 60");
        assertThat(page.select("tbody th").eachText()).containsExactly("fastv-k2", "random");
        assertThat(page.select("p").text())
                .contains("Compare with the controls in this table, not with 0.", "Some answers are lucky")
                .doesNotContain("more than a smaller picture");
    }

    private StoredRun run() {
        StoredRun run = ReportedRuns.complete(folder, ReportedRuns.USUAL);
        Results results = run.results().orElseThrow();
        List<PartResult> parts = Stream.of("fastv-k2", "random")
                .flatMap(arm -> Stream.of(
                        new PartResult(arm, PartResult.GROUP_A, 12, 9, 0.25, Optional.empty()),
                        new PartResult(arm, PartResult.GROUP_B, 60, 25, 0.9, Optional.empty())))
                .toList();
        return new StoredRun(
                folder,
                run.manifest(),
                Optional.of(new Results(
                        results.schema(),
                        results.arms(),
                        results.visualTokens(),
                        results.unknownWords(),
                        results.types(),
                        results.statistics(),
                        results.pairs(),
                        results.gains(),
                        results.horizons(),
                        parts,
                        results.gates(),
                        results.controls(),
                        results.detectable())),
                run.effectiveConf());
    }
}
