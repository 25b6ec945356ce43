// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.run.ListedRun;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code pdrop report} finds a run by what a person types. */
final class RunArgumentTest {

    static final String MANIFEST = """
            {"format": 1, "name": "quick", "question": "Is it?",
             "software": {"pdrop": "0.1.0", "commit": "", "dirty": false, "java": "17"},
             "machine": {"system": "Linux", "processor": "p", "processors": 2},
             "backbone": {}, "seed": 17, "batch_size": 8, "examples": 3,
             "hashes": {"model": "m", "data": "d", "jars": {}},
             "arms": [{"name": "full", "key": "k", "ranker": "none", "schedule": "none", "positions": "original",
                       "config": {}, "parameters": {}}],
             "started": "2026-01-01T00:00:00Z", "finished": null, "engine_seconds": 0.0}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @TempDir
    private Path home = Path.of("");

    @Test
    void takesAFolderAWholeNameOrTheNewestOfABeginning() throws IOException {
        Path older = run("quick-00000001", 10, "null");
        Path newer = run("quick-00000002", 20, "null");
        run("other-00000003", 30, "null");
        run("quick-0000001a", 15, "null");

        assertThat(report(older.toString())).isZero();
        assertThat(older.resolve("report.html")).content().contains("<strong>Unfinished.</strong>");
        assertThat(error.toString())
                .isEqualTo("quick-00000001 is unfinished: its report has no results yet; run its experiment again to"
                        + " continue it\n");
        assertThat(report("qui")).isZero();
        assertThat(out.toString()).endsWith(newer.resolve("report.html") + "\n");
        assertThat(report("quick-00000001")).isZero();
        assertThat(out.toString()).endsWith(older.resolve("report.html") + "\n");
    }

    @Test
    void prefersTheNewestCompleteRunOfAnExperiment() throws IOException {
        Path oldest = run("quick-00000001", 10, "\"2026-01-01T00:00:00Z\"");
        Path complete = run("quick-00000002", 10, "\"2026-01-02T00:00:00Z\"");
        run("quick-00000003", 2_000_000_000, "null");
        Path other = run("quick-and-dirty-00000004", 10, "\"2026-01-03T00:00:00Z\"");
        Files.writeString(
                other.resolve("manifest.json"),
                Files.readString(other.resolve("manifest.json")).replace("\"quick\"", "\"quick-and-dirty\""));

        assertThat(report("quick")).isZero();
        assertThat(out.toString()).isEqualTo("The report is " + complete.resolve("report.html") + "\n");
        assertThat(oldest.resolve("report.html")).doesNotExist();
        assertThat(report("quick-a")).isZero();
        assertThat(out.toString()).endsWith(other.resolve("report.html") + "\n");
    }

    @Test
    void aReportLeavesTheDateOfAnUnfinishedRunAlone() throws IOException {
        Path run = run("quick-00000001", 1_700_000_000, "null");
        Files.setLastModifiedTime(run.resolve("effective.conf"), FileTime.from(Instant.ofEpochSecond(1_600_000_000)));
        assertThat(report("quick")).isZero();
        assertThat(ListedRun.below(home.resolve("runs")))
                .singleElement()
                .extracting(ListedRun::date)
                .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    }

    @Test
    void saysThatThereIsNoSuchRun() throws IOException {
        assertThat(report("nowhere")).isEqualTo(4);
        assertThat(error.toString())
                .isEqualTo("expected a run folder or the name of a run in " + home.resolve("runs")
                        + ", found none for 'nowhere': name the folder that pdrop run printed\n");
        run("quick-00000001", 10, "null");
        assertThat(report("qiuck")).isEqualTo(4);
        assertThat(error.toString()).endsWith("found none for 'qiuck': did you mean 'quick'?\n");
        assertThat(report("qick-00000001")).isEqualTo(4);
        assertThat(error.toString()).endsWith("found none for 'qick-00000001': did you mean 'quick-00000001'?\n");
    }

    private Path run(String name, long second, String finished) throws IOException {
        Path folder = Files.createDirectories(home.resolve("runs").resolve(name));
        Path settings = Files.writeString(folder.resolve("effective.conf"), "seed = 17\n");
        Files.setLastModifiedTime(settings, FileTime.from(Instant.ofEpochSecond(second)));
        Path manifest = Files.writeString(
                folder.resolve("manifest.json"), MANIFEST.replace("\"finished\": null", "\"finished\": " + finished));
        if (!finished.equals("null")) {
            Files.writeString(
                    folder.resolve("results.json"), "{\"arms\": [], \"visual_tokens\": 144, \"unknown_words\": []}");
        }
        Files.setLastModifiedTime(manifest, FileTime.from(Instant.ofEpochSecond(second)));
        return folder;
    }

    private int report(String run) {
        Toolkit toolkit = new Toolkit(new Home(home), getClass().getClassLoader());
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(error, true), false);
        return Main.run(toolkit, console, "report", run);
    }
}
