// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.run.StoredRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report in Chromium, from its file: what the page becomes, what the console says, what is asked of the network.
 */
final class ReportInBrowserTest {

    private static final String REQUIRED = "PDROP_REQUIRE_BROWSER";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsEveryArmWithoutAnErrorOrARequest() throws IOException, InterruptedException {
        ReportedRuns.writeChanged(folder, "q7", ReportedRuns.USUAL);
        Path report = Report.write(ReportedRuns.complete(folder, ReportedRuns.USUAL));

        Visit visit = visit(report);
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
        Visit visit = visit(Report.write(ReportedRuns.controlled(folder)));

        assertThat(visit.page().select("#gain-over-the-best-control tbody tr")).hasSize(2 + 4);
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

        Visit visit = visit(Report.write(run));
        assertThat(visit.page().select("script, img")).isEmpty();
        assertThat(visit.page().select("#results tbody th").eachText()).containsExactly("full", ReportedRuns.HOSTILE);
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

        Visit visit = visit(Report.write(arms.run(folder)));
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

        Visit visit = visit(page);
        assertThat(visit.console()).anyMatch(line -> line.contains("boo"));
        assertThat(visit.requests()).contains("http://127.0.0.1:9/x.png");
    }

    /** What came of opening a page. */
    private record Visit(Document page, List<String> console, List<String> requests) {}

    private Visit visit(Path file) throws IOException, InterruptedException {
        Path log = folder.resolve("network.json");
        Path page = folder.resolve("page.txt");
        Path messages = folder.resolve("messages.txt");
        Path profile = Files.createTempDirectory("pdrop-browser");
        Process process = new ProcessBuilder(
                        browser().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        // What the browser asks for by itself goes nowhere.
                        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                        "--user-data-dir=" + profile,
                        "--enable-logging=stderr",
                        "--log-net-log=" + log,
                        "--dump-dom",
                        file.toUri().toString())
                .redirectOutput(page.toFile())
                .redirectError(messages.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the browser did not end: " + Files.readString(messages));
        }
        deleteAsFarAsPossible(profile);
        return new Visit(
                Jsoup.parse(Files.readString(page)),
                Files.readAllLines(messages, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.contains("CONSOLE"))
                        .toList(),
                requests(Files.readString(log)));
    }

    /** Processes of the browser may still be writing there while they end. */
    private static void deleteAsFarAsPossible(Path profile) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(profile)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            return;
        }
        for (Path file : files) {
            // What cannot be deleted yet stays behind in the folder for temporary files.
            file.toFile().delete();
        }
    }

    /** Addresses that the page asked for; the browser's own requests have no page as their origin. */
    private static List<String> requests(String log) {
        JsonObject json = JsonParser.parseString(log).getAsJsonObject();
        int start = json.getAsJsonObject("constants")
                .getAsJsonObject("logEventTypes")
                .get("URL_REQUEST_START_JOB")
                .getAsInt();
        JsonArray events = json.getAsJsonArray("events");
        List<String> requests = new ArrayList<>();
        for (JsonElement element : events) {
            JsonObject event = element.getAsJsonObject();
            JsonObject parameters = event.getAsJsonObject("params");
            if (event.get("type").getAsInt() == start
                    && parameters != null
                    && parameters.has("initiator")
                    && !parameters.get("initiator").getAsString().equals("not an origin")) {
                requests.add(parameters.get("url").getAsString());
            }
        }
        return requests;
    }

    /** The browser of this machine; without one these tests are skipped and say so, unless it is required. */
    private static Path browser() {
        Optional<Path> browser = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        String missing = "no Chromium on the PATH: the report was not looked at in a browser";
        if ("true".equals(System.getenv(REQUIRED))) {
            assertThat(browser).as(missing).isPresent();
        }
        Assumptions.assumeTrue(browser.isPresent(), missing);
        return browser.orElseThrow();
    }
}
