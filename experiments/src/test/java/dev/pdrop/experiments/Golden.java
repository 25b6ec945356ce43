// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares text with {@code src/test/resources/golden/NAME.txt}; {@code -Dpdrop.golden=update} writes it instead. */
public final class Golden {

    private Golden() {}

    /** Checks that a text is what the golden file says. */
    public static void assertMatches(String name, String actual) {
        Path file = Path.of("src", "test", "resources", "golden", name + ".txt");
        String text = actual.endsWith("\n") ? actual : actual + "\n";
        try {
            if ("update".equals(System.getProperty("pdrop.golden", ""))) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text);
            }
            assertThat(text).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
