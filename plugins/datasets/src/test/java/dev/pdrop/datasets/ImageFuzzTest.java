// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Image;
import dev.pdrop.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a data set come from anywhere. */
final class ImageFuzzTest {

    private static final Path PICTURES = Path.of("..", "..", "core", "spi", "src", "test", "resources", "images");

    /** Sizes that are large, negative or none, segment markers, and names of chunks. */
    private static final List<byte[]> WORDS = List.of(
            new byte[] {0, 0, 0, 0},
            new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            new byte[] {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            new byte[] {0, 0, (byte) 0xff, (byte) 0xff},
            new byte[] {(byte) 0xff, (byte) 0xc4},
            new byte[] {(byte) 0xff, (byte) 0xd9},
            new byte[] {(byte) 0xff, (byte) 0xda},
            new byte[] {'I', 'D', 'A', 'T'},
            new byte[] {'P', 'L', 'T', 'E'},
            new byte[] {0x21, (byte) 0xf9});

    @TempDir
    private Path folder;

    @Test
    void everyBrokenPictureIsReadOrRefused() throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.list(PICTURES)) {
            for (Path file : files.filter(file -> !file.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                corpus.add(Files.readAllBytes(file));
            }
        }
        Path file = folder.resolve("picture");

        Fuzz.Outcome outcome = new Fuzz("image", corpus, WORDS).feed(300, input -> {
            Files.write(file, input);
            Image image = Image.read(file);
            assertThat(image.rgb()).hasSize(3 * image.width() * image.height());
        });

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }
}
