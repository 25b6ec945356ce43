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

final class GoldenSectionTest {

    @TempDir
    private Path folder;

    @Test
    void comparesWhatStandsBetweenTheMarkers() throws IOException {
        Path document = Files.writeString(
                folder.resolve("a.md"), "# A\n<!-- table: begin -->\n\none\ntwo\n\n<!-- table: end -->\nmore\n");

        assertThatCode(() -> GoldenSection.check(document, "table", "one\ntwo\n", false))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> GoldenSection.check(document, "table", "one\nthree", false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("three")
                .hasMessageContaining("-Dpdrop.golden=update");
    }

    @Test
    void writesThePartAlone() throws IOException {
        Path document =
                Files.writeString(folder.resolve("a.md"), "# A\n<!-- table: begin -->\n<!-- table: end -->\nmore\n");

        GoldenSection.check(document, "table", "one\nthree", true);

        assertThat(document).hasContent("# A\n<!-- table: begin -->\n\none\nthree\n\n<!-- table: end -->\nmore\n");
    }

    @Test
    void saysThatThereAreNoMarkers() throws IOException {
        Path document = Files.writeString(folder.resolve("a.md"), "<!-- table: begin -->\n");

        assertThatThrownBy(() -> GoldenSection.check(document, "table", "one", true))
                .hasMessageContaining("expected the lines <!-- table: begin --> and <!-- table: end -->");
    }
}
