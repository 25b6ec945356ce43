// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Image;
import dev.pdrop.testing.Fuzz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
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
        assertReadOrRefused("image", pictures(""), input -> input);
    }

    /** A wrong checksum is found at once; with right ones, what the chunks say is looked at. */
    @Test
    void everyBrokenPngWithRightChecksumsIsReadOrRefused() throws IOException {
        assertReadOrRefused("png", pictures(".png"), ImageFuzzTest::withRightChecksums);
    }

    private void assertReadOrRefused(String name, List<byte[]> corpus, UnaryOperator<byte[]> mending) {
        Path file = folder.resolve("picture");

        Fuzz.Outcome outcome = new Fuzz(name, corpus, WORDS).feed(300, input -> {
            Files.write(file, mending.apply(input));
            Image image = Image.read(file);
            assertThat(image.rgb()).hasSize(3 * image.width() * image.height());
        });

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }

    private static List<byte[]> pictures(String ending) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        try (Stream<Path> files = Files.list(PICTURES)) {
            for (Path file : files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                pictures.add(Files.readAllBytes(file));
            }
        }
        return pictures;
    }

    private static byte[] withRightChecksums(byte[] input) {
        ByteBuffer file = ByteBuffer.wrap(input.clone());
        int chunk = 8;
        while (chunk + 12 <= input.length) {
            long length = file.getInt(chunk) & 0xffffffffL;
            if (length > input.length - chunk - 12) {
                break;
            }
            CRC32 sum = new CRC32();
            sum.update(input, chunk + 4, (int) length + 4);
            file.putInt(chunk + 8 + (int) length, (int) sum.getValue());
            chunk += 12 + (int) length;
        }
        return file.array();
    }
}
