// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {

    @TempDir
    private Path parent = Path.of("");

    @Test
    void isHeldByOneAtATimeAndNamesTheHolder() {
        Path path = parent.resolve("quick-1");
        try (RunFolder held = RunFolder.open(path, false)) {
            assertThatThrownBy(() -> RunFolder.open(path, false))
                    .isInstanceOf(FailedRunException.class)
                    .hasMessageMatching("expected the run folder " + Pattern.quote(path.toString())
                            + " to be free, found it held by process "
                            + ProcessHandle.current().pid() + " on \\S+ since 2\\S+Z: wait for it, or stop it");
            assertThat(held.path()).isEqualTo(path);
        }
        RunFolder.open(path, false).close();
    }

    @Test
    void writesFilesWholeAndLeavesNoTemporaryOne() {
        try (RunFolder folder = RunFolder.open(parent.resolve("quick-1"), false)) {
            folder.write("results.csv", "a,b\n");
            folder.write("results.csv", "c,d\n");
            assertThat(folder.path().resolve("results.csv")).hasContent("c,d\n");
            assertThat(folder.path()).isDirectoryNotContaining("glob:**.partial");
        }
    }

    @Test
    void startsAnewOnlyWhenAsked() {
        Path path = parent.resolve("quick-1");
        try (RunFolder folder = RunFolder.open(path, false)) {
            folder.write("results.csv", "a,b\n");
            folder.write("notes.txt", "of somebody else");
        }
        try (RunFolder folder = RunFolder.open(path, false)) {
            assertThat(folder.path().resolve("results.csv")).exists();
        }
        try (RunFolder folder = RunFolder.open(path, true)) {
            assertThat(folder.path().resolve("results.csv")).doesNotExist();
            assertThat(folder.path().resolve("notes.txt")).exists();
            assertThat(Files.exists(folder.path().resolve("lock"))).isTrue();
        }
    }

    @Test
    void removesWhatAKilledProcessLeftUnderATemporaryName() throws IOException {
        Path path = parent.resolve("quick-1");
        try (RunFolder folder = RunFolder.open(path, false)) {
            folder.write("results.csv", "a,b\n");
        }
        Files.writeString(path.resolve("results.csv.partial"), "a,");
        Files.writeString(path.resolve("manifest.json.4711.partial"), "");
        RunFolder.open(path, false).close();
        assertThat(path).isDirectoryNotContaining("glob:**.partial").isDirectoryContaining("glob:**results.csv");
    }

    @Test
    void isDiscardedOnlyWithoutAnAnswer() throws IOException {
        Path path = parent.resolve("quick-1");
        try (RunFolder folder = RunFolder.open(path, false)) {
            folder.journal().close();
            folder.write("effective.conf", "");
            folder.discardIfEmpty();
            assertThat(path).doesNotExist();
        }
        try (RunFolder folder = RunFolder.open(path, false);
                Journal journal = folder.journal()) {
            journal.append(List.of(Records.of("key", "q1", "ring")));
            folder.discardIfEmpty();
        }
        assertThat(path.resolve("journal.jsonl")).isNotEmptyFile();
    }

    @Test
    void namesTheRunsOfAFolder() throws IOException {
        try (RunFolder folder = RunFolder.open(parent.resolve("quick-1"), false)) {
            folder.write(RunFolder.MANIFEST, "{}");
        }
        Files.createDirectory(parent.resolve("something-else"));
        Files.createFile(parent.resolve("a-file"));
        assertThat(RunFolder.below(parent)).containsExactly(parent.resolve("quick-1"));
        assertThat(RunFolder.below(parent.resolve("nowhere"))).isEmpty();
    }
}
