// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.run.StoredRun;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepSectionTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void drawsALineForARankerADashedOneForChanceAndOneAcross() {
        Document page = page(
                SweepSection.overLambda(),
                SweptRuns.withUnreduced("everything")
                        .pyramid("random", 4, "0.5", 0.7)
                        .pyramid("ours", 4, "0.7", 0.9)
                        .pyramid("ours", 4, "0.3", 0.8)
                        .pyramid("ours", 4, "0.5", 0.85)
                        .pyramid("random", 4, "0.3", 0.6)
                        .pyramid("random", 4, "0.7", 0.8)
                        .run(folder));

        Element chart = page.select("figure svg").get(0);
        assertThat(page.select("figcaption").text())
                .isEqualTo("Accuracy over lambda: 4 stages, the first drop before layer 3, positions original");
        assertThat(chart.select("desc").text())
                .isEqualTo(
                        "ours: 0.3, 13.0 tokens, 80.0 % right (70.0 to 85.0); 0.5, 14.0 tokens, 85.0 % right (75.0 to"
                                + " 90.0); 0.7, 12.0 tokens, 90.0 % right (80.0 to 95.0). random: 0.3, 15.0 tokens, 60.0 % right"
                                + " (50.0 to 65.0); 0.5, 11.0 tokens, 70.0 % right (60.0 to 75.0); 0.7, 16.0 tokens, 80.0 % right"
                                + " (70.0 to 85.0). everything, which drops nothing: 95.0 % right (85.0 to 100.0).");
        // Each line, and its sample above the chart.
        assertThat(chart.select("path.line")).hasSize(4);
        assertThat(chart.select("path.line.dashed.stroke1")).hasSize(2);
        assertThat(chart.select("line.unreduced")).hasSize(2);
        assertThat(chart.select("line.bar")).hasSize(6);
        assertThat(chart.select("path.mark title").eachText())
                .hasSize(6)
                .startsWith("arm 3: 13.0 tokens, 80.0 % right (70.0 to 85.0)")
                .endsWith("arm 6: 16.0 tokens, 80.0 % right (70.0 to 85.0)");
        assertThat(chart.select("text").eachText())
                .containsSubsequence("tokens", "0.3", "13.0", "0.5", "14.0", "0.7", "12.0")
                .contains("ours", "random", "everything: 95.0 % right (85.0 to 100.0)");
        assertThat(page.select("p").text()).contains("The line across", "95 % intervals");
    }

    @Test
    void whatDiffersInMoreThanTheSettingIsInAChartOfItsOwn() {
        SweptRuns arms = SweptRuns.withUnreduced("full");
        for (String lambda : List.of("0.3", "0.5", "0.7")) {
            arms.pyramid("ours", "int", 4, lambda, 0.8)
                    .pyramid("ours", "half-up", 4, lambda, 0.8)
                    .pyramid("ours", "int", 2, lambda, 0.8);
        }
        Document page = page(SweepSection.overLambda(), arms.withoutIntervals().run(folder));

        assertThat(page.select("figcaption").eachText())
                .containsExactly(
                        "Accuracy over lambda: 4 stages, the first drop before layer 3, positions original (rounding = int)",
                        "Accuracy over lambda: 4 stages, the first drop before layer 3, positions original (rounding ="
                                + " half-up)",
                        "Accuracy over lambda: 2 stages, the first drop before layer 6, positions original");
        assertThat(page.select("svg").eachAttr("aria-labelledby")).doesNotHaveDuplicates();
        assertThat(page.select("svg title[id]").eachText()).doesNotHaveDuplicates();
        assertThat(page.select("line.bar")).isEmpty();
        assertThat(page.text()).doesNotContain("interval");
    }

    @Test
    void stagesAreASettingToo() {
        SweptRuns arms = SweptRuns.withUnreduced("full");
        for (int stages = 2; stages < 6; stages++) {
            arms.pyramid("ours", stages, "0.5", 0.9 - 0.05 * stages);
        }
        StoredRun run = arms.run(folder);
        Document page = page(SweepSection.overStages(), run);

        assertThat(page.select("figcaption").text()).isEqualTo("Accuracy over stages: lambda 0.5, positions original");
        assertThat(page.select("svg text.tick.middle").eachText()).containsExactly("2", "3", "4", "5");
        assertThat(SweepSection.overLambda().body(run)).isEmpty();
    }

    @Test
    void moreStagesAreSaidToMeanFewerTokensOnlyWhereTheyDo() {
        SweptRuns halves = SweptRuns.withUnreduced("full");
        SweptRuns budget = SweptRuns.withUnreduced("full");
        for (int stages = 2; stages < 6; stages++) {
            halves.pyramid("ours", stages, "0.5", 0.8).seeing(100 - 10 * stages);
            budget.pyramid("ours", stages, "0.5", 0.8).seeing(48.4 - 0.2 * (stages - 2));
        }

        assertThat(page(SweepSection.overStages(), halves.run(folder)).text()).contains("fewer tokens");
        assertThat(page(SweepSection.overStages(), budget.run(folder)).text())
                .startsWith("Arms that differ in the number of stages alone. The line across")
                .doesNotContain("fewer tokens");
    }

    @Test
    void otherControlsThanRandomOnesAreNotDrawn() {
        SweptRuns arms = SweptRuns.withUnreduced("full");
        for (String lambda : List.of("0.3", "0.5", "0.7")) {
            arms.pyramid("ours", 4, lambda, 0.8)
                    .pyramid("uniform", 4, lambda, 0.7)
                    .asControl("uniform")
                    .pyramid("random", 4, lambda, 0.6)
                    .asControl("random");
        }
        Document page = page(SweepSection.overLambda(), arms.run(folder));

        assertThat(page.select("desc").text()).contains("ours: ", "random: ").doesNotContain("uniform");
    }

    @Test
    void twoValuesOrTheSameOneTwiceAreNoCurve() {
        StoredRun run = SweptRuns.withUnreduced("full")
                .pyramid("ours", 4, "0.3", 0.8)
                .pyramid("ours", 4, "0.5", 0.8)
                .pyramid("ours", 4, "0.50", 0.8)
                .pyramid("other", 4, "0.7", 0.8)
                .run(folder);

        assertThat(SweepSection.overLambda().body(run)).isEmpty();
        assertThat(SweepSection.overLambda().body(ReportedRuns.unfinished(folder, ReportedRuns.USUAL)))
                .isEmpty();
    }

    @Test
    void manyValuesAreWrittenWithoutTouchingEachOther() {
        SweptRuns arms = SweptRuns.withUnreduced("full");
        for (int i = 0; i < 40; i++) {
            arms.pyramid("ours", 4, Figures.fixed(0.1 + 0.02 * i, 2), 0.8);
        }
        Document page = page(SweepSection.overLambda(), arms.run(folder));

        assertThat(page.select("svg path.mark title")).hasSize(40);
        List<Double> places = page.select("svg text.tick.middle").eachAttr("x").stream()
                .map(Double::valueOf)
                .toList();
        assertThat(places).hasSizeBetween(4, 10);
        for (int i = 1; i < places.size(); i++) {
            assertThat(places.get(i) - places.get(i - 1)).isGreaterThanOrEqualTo(39.9);
        }
    }

    private static Document page(SweepSection section, StoredRun run) {
        StringBuilder body = new StringBuilder();
        section.body(run).forEach(body::append);
        return Jsoup.parse(body.toString());
    }
}
