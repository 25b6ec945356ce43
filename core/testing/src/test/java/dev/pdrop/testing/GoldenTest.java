// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoldenTest {

    @TempDir
    Path folder;

    @Test
    void acceptsTheSameTextWhateverItsLineEnds() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "one\r\ntwo\n");
        assertThatCode(() -> new Golden(folder, false).check("a", "one\ntwo")).doesNotThrowAnyException();
    }

    @Test
    void showsTheFirstDifferenceAndHowToUpdate() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "one\ntwo\nthree\n");
        assertThatThrownBy(() -> new Golden(folder, false).check("a", "one\n2\n3"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a.txt:2")
                .hasMessageContaining("expected: two\n")
                .hasMessageContaining("actual:   2\n")
                .hasMessageContaining("-Dpdrop.golden=update");
    }

    @Test
    void showsWhereATextEndsEarly() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "one\ntwo\n");
        assertThatThrownBy(() -> new Golden(folder, false).check("a", "one"))
                .hasMessageContaining("a.txt:2")
                .hasMessageContaining("actual:   (end of text)");
    }

    @Test
    void refusesAMissingFile() {
        assertThatThrownBy(() -> new Golden(folder, false).check("deep/a", "one"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no golden file");
        assertThat(folder.resolve("deep")).doesNotExist();
    }

    @Test
    void writesTheFileWhenAskedTo() {
        new Golden(folder, true).check("deep/a", "one\r\ntwo");
        assertThat(folder.resolve("deep").resolve("a.txt")).hasContent("one\ntwo\n");
    }

    @Test
    void masksWhatDiffersFromRunToRun() {
        String folders = String.join("/", "", "some", "where", "out.csv");
        assertThat(Golden.masked("wrote " + folders + " in 12.5 s at 2026-01-02T03:04:05.678Z for 0a1b2c3d4e"))
                .isEqualTo("wrote <folder>/out.csv in <duration> at <time> for <hash>");
        assertThat(Golden.masked("took 340 ms (1/2), lambda 0.5, src/main/a.conf:3"))
                .isEqualTo("took <duration> (1/2), lambda 0.5, src/main/a.conf:3");
    }

    @Test
    void readsTheModulesOwnFiles() {
        Golden.assertMatches("greeting", "hello");
    }
}
