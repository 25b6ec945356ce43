// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.Planning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report makes of arms that were swept, run on the embedded checkpoint. */
final class SweptRunTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theReportFindsWhatWasSweptInWhatTheRunLeft() throws IOException {
        Path experiment =
                Files.writeString(folder.resolve("swept.conf"), """
                include required("%s/base.conf")
                name = swept
                question = "What does each setting do?"
                controls = none
                backbone = glyph-llava
                dataset { from = glyph-questions, limit = 4 }
                arms {
                  full = full
                  p { method = pyramid-drop, schedule { stages = 4, lambda = 0.5 } }
                  r { method = random, schedule = ${arms.p.schedule} }
                  s { method = pyramid-drop, schedule { use = single, layer = 2, drop-ratio = 0.5 } }
                }
                axes {
                  "p.schedule.lambda" = [0.3, 0.5, 0.7]
                  "r.schedule.lambda" = [0.3, 0.5, 0.7]
                  "s.schedule.layer" = [2, 6]
                  "s.schedule.drop-ratio" = [0.5, 0.9]
                }
                """.formatted(Planning.CONF.toAbsolutePath()));
        CommandRun run =
                CommandRun.of(Map.of(), "run", experiment, "--set", "output=\"" + folder.resolve("runs") + "\"");
        assertThat(run.exitCode()).as(run.error()).isZero();

        Document page = Jsoup.parse(
                Files.readString(CommandRun.onlyFolder(folder.resolve("runs")).resolve("report.html")));
        assertThat(page.select("#accuracy-over-lambda figcaption").text())
                .isEqualTo("Accuracy over lambda: schedule pyramid, 4 stages, the first drop before layer 3,"
                        + " positions contiguous");
        assertThat(page.select("#accuracy-over-lambda svg desc").text())
                .startsWith("pyramid-drop: 0.3, 50.5 tokens, ")
                .contains(". random: 0.3, 50.5 tokens, ", ". full, which drops nothing: ");
        assertThat(page.select("#accuracy-over-lambda svg text").eachText())
                .containsSubsequence("tokens", "0.3", "50.5", "0.5", "67.5", "0.7", "90.8");
        assertThat(page.select("#accuracy-by-layer-and-share-kept caption").text())
                .startsWith("pyramid-drop: accuracy in per cent; full, which drops nothing: ");
        assertThat(page.select("#accuracy-by-layer-and-share-kept thead th").eachText())
                .containsExactly("kept", "layer 2", "layer 6");
        assertThat(page.select("#accuracy-by-layer-and-share-kept tbody th").eachText())
                .containsExactly("50 % (72)", "10 % (14)");
        assertThat(page.select("#accuracy-by-layer-and-share-kept td[class^=shade]"))
                .hasSize(4);
        assertThat(page.select("#accuracy-over-stages")).isEmpty();
    }
}
