// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This module brings the reader that lets {@link Image#read} read WebP. */
class WebpTest {

    private static final Path FOLDER = Path.of("src/test/resources/image");

    @TempDir
    Path folder;

    private static byte[] expected(String name) throws IOException {
        return StreamSupport.stream(Golden.cases("webp.json").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(golden -> golden.get("name").getAsString().equals(name))
                .map((JsonObject golden) ->
                        HexFormat.of().parseHex(golden.get("rgb").getAsString()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsLosslessPicturesAsPillowDoes() throws IOException {
        Image image = Image.read(FOLDER.resolve("lossless.webp"));

        assertThat(image.width()).isEqualTo(40);
        assertThat(image.rgb()).isEqualTo(expected("lossless.webp"));
    }

    @Test
    void readsLossyPicturesWithOtherColourAtEdges() throws IOException {
        byte[] rgb = Image.read(FOLDER.resolve("lossy.webp")).rgb();
        byte[] pillow = expected("lossy.webp");

        double sum = 0;
        for (int i = 0; i < rgb.length; i++) {
            sum += Math.abs((rgb[i] & 0xff) - (pillow[i] & 0xff));
        }
        assertThat(rgb).hasSameSizeAs(pillow);
        assertThat(sum / rgb.length).isLessThan(10);
    }

    @Test
    void survivesDamageAndTruncation() throws IOException {
        Random random = new Random(5);
        for (String name : new String[] {"lossless.webp", "lossy.webp"}) {
            byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
            Path cut = Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length / 2));
            assertThatExceptionOfType(InvalidImageException.class).isThrownBy(() -> Image.read(cut));
            for (int round = 0; round < 100; round++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
                readsOrRefuses(Files.write(folder.resolve("damaged"), damaged));
            }
        }
    }

    private static void readsOrRefuses(Path file) {
        try {
            assertThat(Image.read(file).width()).isPositive();
        } catch (InvalidImageException e) {
            assertThat(e).hasMessageContaining(file.toString());
        }
    }
}
