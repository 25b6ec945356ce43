// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.run.StoredRun;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeatMapSectionTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void layersGoAcrossAndSharesUp() {
        Document page = page(SweptRuns.withUnreduced("everything")
                .single("fastv", 2, 14, 0.5)
                .single("fastv", 2, 72, 0.7)
                .single("fastv", 6, 14, 0.9)
                .run(folder));

        Element table = page.select("table.heat").get(0);
        assertThat(table.select("caption").text())
                .isEqualTo("fastv: accuracy in per cent; everything, which drops nothing: 95.0");
        assertThat(table.select("thead th").eachText()).containsExactly("kept", "layer 2", "layer 6");
        assertThat(table.select("tbody th").eachText()).containsExactly("50 % (72)", "10 % (14)");
        assertThat(table.select("tbody td").eachText())
                .containsExactly("70.0 60.0 to 75.0", "not run", "50.0 40.0 to 55.0", "90.0 80.0 to 95.0");
        assertThat(table.select("tbody td").eachAttr("class"))
                .as("colours from the lowest to the highest accuracy")
                .containsExactly("shade4", "missing", "shade0", "shade8");
        assertThat(page.select("th:not([scope])")).isEmpty();
        assertThat(page.select("p").text()).contains("from 50.0 % to 90.0 %", "95 % interval");
    }

    @Test
    void eachRankerHasItsOwnOnOneScale() {
        SweptRuns arms = SweptRuns.withUnreduced("full");
        for (int layer : new int[] {2, 6}) {
            for (int keep : new int[] {14, 72}) {
                arms.single("ours", "{\"use\": \"ours\", \"query\": \"last\"}", layer, keep, 0.9)
                        .single("ours", "{\"use\": \"ours\", \"query\": \"mean\"}", layer, keep, 0.7)
                        .single("random", layer, keep, 0.5);
            }
        }
        Document page = page(arms.run(folder));

        assertThat(page.select("caption").eachText())
                .extracting(caption -> caption.substring(0, caption.indexOf(':')))
                .containsExactly("ours (query = last)", "ours (query = mean)", "random");
        assertThat(page.select("table").get(0).select("td").eachAttr("class")).containsOnly("shade8");
        assertThat(page.select("table").get(1).select("td").eachAttr("class")).containsOnly("shade4");
        assertThat(page.select("table").get(2).select("td").eachAttr("class")).containsOnly("shade0");
    }

    @Test
    void oneAccuracyHasOneColourAndNoIntervalIsPromised() {
        Document page = page(SweptRuns.withUnreduced("full")
                .single("fastv", 2, 14, 0.5)
                .single("fastv", 2, 72, 0.5)
                .single("fastv", 6, 14, 0.5)
                .withoutIntervals()
                .run(folder));

        assertThat(page.select("td[class^=shade]").eachAttr("class")).containsOnly("shade0");
        assertThat(page.select("small")).isEmpty();
        assertThat(page.text()).doesNotContain("interval");
    }

    @Test
    void isLeftOutWhereNothingCanBeCompared() {
        SweptRuns line =
                SweptRuns.withUnreduced("full").single("fastv", 2, 14, 0.5).single("fastv", 6, 14, 0.6);
        SweptRuns diagonal =
                SweptRuns.withUnreduced("full").single("fastv", 2, 52, 0.5).single("fastv", 3, 42, 0.6);
        SweptRuns several = SweptRuns.withUnreduced("full")
                .single("fastv", 2, 14, 0.5)
                .single("fastv", 2, 72, 0.5)
                .single("random", 6, 14, 0.5)
                .pyramid("fastv", 4, "0.5", 0.5);

        for (SweptRuns arms : new SweptRuns[] {line, diagonal, several}) {
            assertThat(new HeatMapSection().body(arms.run(folder))).isEmpty();
        }
        assertThat(new HeatMapSection().body(ReportedRuns.unfinished(folder, ReportedRuns.USUAL)))
                .isEmpty();
    }

    private static Document page(StoredRun run) {
        StringBuilder body = new StringBuilder();
        new HeatMapSection().body(run).forEach(body::append);
        return Jsoup.parse(body.toString());
    }
}
