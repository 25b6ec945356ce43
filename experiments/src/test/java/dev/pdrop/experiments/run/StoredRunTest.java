// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.plan.Controls;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredRunTest {

    @TempDir
    private Path parent = Path.of("");

    @Test
    void readsBackWhatAFinishedRunWrote() {
        Manifest manifest = Manifests.of("full").after(12.5).finished(Instant.parse("2026-01-02T03:04:05Z"));
        Results results = new Results(
                Results.SCHEMA,
                List.of(),
                144,
                List.of("mauve"),
                List.of(),
                Optional.empty(),
                List.of(),
                Controls.none());
        try (RunFolder folder = RunFolder.open(parent.resolve("quick-1"), false)) {
            folder.write(RunFolder.EFFECTIVE_CONF, "seed = 17\n");
            folder.write(RunFolder.MANIFEST, manifest.json());
            folder.write(RunFolder.RESULTS, results.json());
        }
        StoredRun run = StoredRun.read(parent.resolve("quick-1"));
        assertThat(run.name()).isEqualTo("quick-1");
        assertThat(run.manifest()).isEqualTo(manifest);
        assertThat(run.results()).contains(results);
        assertThat(run.effectiveConf()).isEqualTo("seed = 17\n");
        assertThat(run.records()).isEmpty();
    }

    @Test
    void refusesResultsOfALaterSchema() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("quick-1"));
        Manifest manifest = Manifests.of("full").finished(Instant.parse("2026-01-02T03:04:05Z"));
        Files.writeString(folder.resolve(RunFolder.MANIFEST), manifest.json());
        Files.writeString(folder.resolve(RunFolder.EFFECTIVE_CONF), "");
        Path results = Files.writeString(
                folder.resolve(RunFolder.RESULTS),
                "{\"schema\": 3, \"arms\": [], \"visual_tokens\": 144, \"unknown_words\": []}");
        assertThatThrownBy(() -> StoredRun.read(folder))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected results of schema 1 to 2, found schema 3 in " + results
                        + ": read them with the pdrop that wrote them, which manifest.json names, or run the experiment"
                        + " again");
    }

    @Test
    void keysAreInSnakeCase() {
        assertThat(Manifests.of("full").json())
                .contains(
                        "\"engine_seconds\": 0.0", "\"batch_size\": 8", "\"first_layer\": \"3\"", "\"finished\": null");
    }

    @Test
    void givesTheLatestRecordOfEachExampleAndLeavesOutTornLinesAndOtherArms() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("quick-1"));
        Files.writeString(
                folder.resolve(RunFolder.MANIFEST), Manifests.of("full").json());
        Files.writeString(folder.resolve(RunFolder.EFFECTIVE_CONF), "");
        Path file = folder.resolve(RunFolder.JOURNAL);
        try (Journal journal = Journal.open(file)) {
            journal.append(List.of(Records.of("key of full", "q1", "ring"), Records.of("key of full", "q2", "red")));
            journal.append(List.of(Records.of("other code", "q1", "star")));
            journal.append(List.of(Records.of("key of full", "q1", "disc")));
        }
        Files.writeString(file, "{\"armKey\":\"key of full\"", StandardOpenOption.APPEND);
        StoredRun run = StoredRun.read(folder);
        assertThat(run.results()).isEmpty();
        try (Stream<AnswerRecord> records = run.records()) {
            assertThat(records.map(AnswerRecord::answer)).containsExactly("red", "disc");
        }
    }

    @Test
    void saysThatAFolderIsNoRunOrOfAnotherForm() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("other"));
        assertThatThrownBy(() -> StoredRun.read(folder))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected a run folder, found no manifest.json in " + folder
                        + ": name a folder that a run has left");
        for (String text : List.of("", "{", "[]", "{\"name\": \"quick\"}", "{\"format\": 1}", "{\"format\": 99}")) {
            Files.writeString(folder.resolve(RunFolder.MANIFEST), text);
            assertThatThrownBy(() -> StoredRun.read(folder))
                    .isInstanceOf(FailedRunException.class)
                    .hasMessageStartingWith("expected " + folder.resolve("manifest.json")
                            + " as this version of pdrop writes it, found something else or nothing");
        }
    }
}
