// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void replacesAFileWholeAndLeavesNothingBeside() {
        Path file = folder.resolve("a.json");
        write(file, "one");
        write(file, "two");
        assertThat(file).hasContent("two");
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void keepsTheOldFileWhenWritingFails() {
        Path file = folder.resolve("a.json");
        write(file, "one");
        assertThatThrownBy(() -> WholeFile.write(file, output -> {
                    output.write('t');
                    throw new IOException("no room");
                }))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected to write " + file + ", found an output error (no room): make room or check the"
                        + " folder and its permissions, then run the same command again");
        assertThat(file).hasContent("one");
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void writesThroughALinkInsteadOfReplacingIt() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "one");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        write(link, "two");
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("two");
    }

    @Test
    void leavesNothingBesideAFolderOfThatName() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        assertThatThrownBy(() -> write(taken, "one")).isInstanceOf(FailedRunException.class);
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    private static void write(Path file, String text) {
        WholeFile.write(file, output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
