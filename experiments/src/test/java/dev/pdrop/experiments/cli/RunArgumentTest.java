// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static final String MANIFEST = """
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
        Path older = run("quick-1", 10);
        Path newer = run("quick-2", 20);
        run("other-3", 30);
        run("quick-12", 15);

        assertThat(report(older.toString())).isZero();
        assertThat(older.resolve("report.html")).content().contains("<strong>Unfinished.</strong>");
        assertThat(report("quick")).isZero();
        assertThat(out.toString()).endsWith(newer.resolve("report.html") + "\n");
        assertThat(report("quick-1")).isZero();
        assertThat(out.toString()).endsWith(older.resolve("report.html") + "\n");
    }

    @Test
    void saysThatThereIsNoSuchRun() {
        assertThat(report("nowhere")).isEqualTo(4);
        assertThat(error.toString())
                .isEqualTo("expected a run folder or the name of a run in " + home.resolve("runs")
                        + ", found none for 'nowhere': name the folder that pdrop run printed\n");
    }

    private Path run(String name, long second) throws IOException {
        Path folder = Files.createDirectories(home.resolve("runs").resolve(name));
        Files.writeString(folder.resolve("effective.conf"), "seed = 17\n");
        Path manifest = Files.writeString(folder.resolve("manifest.json"), MANIFEST);
        Files.setLastModifiedTime(manifest, FileTime.from(Instant.ofEpochSecond(second)));
        return folder;
    }

    private int report(String run) {
        Toolkit toolkit = new Toolkit(new Home(home), getClass().getClassLoader());
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(error, true), false);
        return Main.run(toolkit, console, "report", run);
    }
}
