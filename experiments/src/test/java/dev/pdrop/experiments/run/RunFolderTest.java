// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.FailedRunException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                    .hasMessage("expected the run folder " + path + " to be free, found it held by process "
                            + ProcessHandle.current().pid() + ": wait for it, or stop it");
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
        }
        try (RunFolder folder = RunFolder.open(path, false)) {
            assertThat(folder.path().resolve("results.csv")).exists();
        }
        try (RunFolder folder = RunFolder.open(path, true)) {
            assertThat(folder.path().resolve("results.csv")).doesNotExist();
            assertThat(Files.exists(folder.path().resolve("lock"))).isTrue();
        }
    }
}
