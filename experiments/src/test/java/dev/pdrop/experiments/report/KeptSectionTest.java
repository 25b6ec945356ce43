// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.run.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptSectionTest {

    @TempDir
    private Path folder = Path.of("");

    /** Arms 1 and 2 rank; 3 is their ranking turned round, attached; 4 and 5 are declared and look at nothing. */
    @Test
    void layersOfAttachedControlsAndOfRankersThatLookAtNothingAreNotHeldAgainstEachOther() throws IOException {
        StoredRun run = run();
        agreeing(
                "arm 1 arm 1",
                "arm 2 arm 2",
                "arm 3 arm 3",
                "arm 4 arm 4",
                "arm 5 arm 5",
                "arm 1 arm 2",
                "arm 2 arm 3");

        Document page = page(run);

        assertThat(page.select("h3").eachText()).contains("How far layers agree");
        assertThat(Objects.requireNonNull(page.select("table").last())
                        .select("tbody th")
                        .eachText())
                .containsExactly("arm 1", "arm 2", "arm 1");
        assertThat(Objects.requireNonNull(page.select("p").first()).text())
                .endsWith("pictures, overlaps and agreements leave attached controls out.");
    }

    @Test
    void whereNoneIsLeftNothingIsSaidOfLayers() throws IOException {
        StoredRun run = run();
        agreeing("arm 3 arm 3", "arm 4 arm 4");

        assertThat(page(run).select("h3").eachText()).containsExactly("Where it lies");
    }

    private StoredRun run() {
        return SweptRuns.withUnreduced("full")
                .pyramid("ours", 4, "0.5", 0.8)
                .pyramid("ours", 3, "0.5", 0.8)
                .pyramid("ours, reversed", 4, "0.5", 0.4)
                .asControl("bottom-k")
                .pyramid("random", 4, "0.5", 0.7)
                .pyramid("uniform", 4, "0.5", 0.7)
                .run(folder);
    }

    /** Leaves a diagnosis in which two layers agree, pair by pair of arms of five letters each. */
    private void agreeing(String... pairs) throws IOException {
        String agreements = Stream.of(pairs)
                .map(pair -> """
                        {"first_arm": "%s", "first_layer": 3, "second_arm": "%s", "second_layer": 6, "kendall": 0.5, \
                        "questions": 8}""".formatted(pair.substring(0, 5), pair.substring(6)))
                .collect(Collectors.joining(","));
        String arms = Stream.of("full", "arm 1", "arm 2", "arm 3", "arm 4", "arm 5")
                .map(arm -> "{\"arm\": \"%s\", \"stages\": []}".formatted(arm))
                .collect(Collectors.joining(","));
        Files.writeString(folder.resolve("diagnosis.json"), """
                {"key": "k", "pictures": [], "diagnosis": {"questions": 8, "images": 2, "rows": 2, "columns": 2,
                "padding": 0, "arms": [%s], "overlaps": [], "agreements": [%s]}}
                """.formatted(arms, agreements));
    }

    private static Document page(StoredRun run) {
        StringBuilder body = new StringBuilder();
        new KeptSection().body(run).forEach(body::append);
        return Jsoup.parse(body.toString());
    }
}
