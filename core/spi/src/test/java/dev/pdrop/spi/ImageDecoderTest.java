// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden files are made by {@code src/test/python/images.py} with Pillow. */
class ImageDecoderTest {

    private static final Path FOLDER = Path.of("src/test/resources/images");
    private static final Pattern EXPECTED = Pattern.compile(
            "\"(?<name>[^\"]+)\": \\{\\s*\"size\": \\[\\s*(?<width>\\d+),\\s*(?<height>\\d+)\\s*\\],\\s*\"sha256\": \"(?<sum>\\w+)\"");

    @TempDir
    Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("picture"), content);
    }

    private static byte[] content(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name));
    }

    @TestFactory
    Stream<DynamicTest> equalsPillow() throws IOException {
        String expected = Files.readString(FOLDER.resolve("expected.json"));
        return EXPECTED.matcher(expected)
                .results()
                .filter(golden -> !golden.group(1).startsWith("cmyk"))
                .map(golden -> DynamicTest.dynamicTest(golden.group(1), () -> equalsPillow(golden)));
    }

    private static void equalsPillow(MatchResult golden) throws NoSuchAlgorithmException {
        Image image = Image.read(FOLDER.resolve(golden.group(1)));

        assertThat(image.width() + " x " + image.height()).isEqualTo(golden.group(2) + " x " + golden.group(3));
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(image.rgb());
        assertThat(HexFormat.of().formatHex(sum)).isEqualTo(golden.group(4));
    }

    @Test
    void knowsAllGoldenPictures() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            long pictures =
                    files.filter(each -> !each.toString().endsWith(".json")).count();
            String expected = Files.readString(FOLDER.resolve("expected.json"));
            assertThat(EXPECTED.matcher(expected).results()).hasSize((int) pictures);
        }
    }

    @Test
    void namesThePictureByItsPath() {
        assertThat(Image.read(FOLDER.resolve("rgb.png")).name())
                .isEqualTo(FOLDER.resolve("rgb.png").toString());
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThatExceptionOfType(InvalidImageException.class)
                .isThrownBy(() -> Image.read(folder.resolve("absent.png")))
                .withMessageContaining("found nothing at")
                .withMessageContaining("absent.png");
        assertThatExceptionOfType(InvalidImageException.class)
                .isThrownBy(() -> Image.read(folder))
                .withMessageContaining("found a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no picture at all", "\u0089PNG"})
    void refusesWhatIsNoPicture(String content) throws IOException {
        Path file = file(content.getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(InvalidImageException.class)
                .isThrownBy(() -> Image.read(file))
                .withMessageContaining("found something else in " + file);
    }

    @Test
    void refusesFourChannelsInAJpeg() {
        assertThatExceptionOfType(InvalidImageException.class)
                .isThrownBy(() -> Image.read(FOLDER.resolve("cmyk.jpg")))
                .withMessageContaining("CMYK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.png",
                "palette.png",
                "interlaced.png",
                "420.jpg",
                "progressive.jpg",
                "palette.gif",
                "rgb.bmp"
            })
    void refusesATruncatedFile(String name) throws IOException {
        byte[] whole = content(name);
        // The last byte of a GIF or BMP is a mark or padding: without it the picture is still whole.
        int least = name.endsWith("g") ? 1 : 2;
        for (int cut = least; cut < whole.length; cut += cut < 40 ? 1 : 37) {
            Path file = file(Arrays.copyOf(whole, whole.length - cut));
            assertThatExceptionOfType(InvalidImageException.class)
                    .as("%s without its last %s bytes", name, cut)
                    .isThrownBy(() -> Image.read(file))
                    .withMessageContaining(file.toString());
        }
    }

    @Test
    void refusesAWrongChecksum() throws IOException {
        byte[] png = content("rgb.png");
        png[png.length / 2] ^= 1;

        assertThatExceptionOfType(InvalidImageException.class).isThrownBy(() -> Image.read(file(png)));
    }

    @ParameterizedTest
    @CsvSource({"2147483647, 2147483647", "65535, 65535", "67108865, 1", "1, 67108865", "8193, 8192"})
    void refusesAHugePictureBeforeItIsDecoded(int width, int height) throws IOException {
        byte[] png = content("rgb.png");
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        repairChecksums(png);

        assertThatExceptionOfType(InvalidImageException.class)
                .isThrownBy(() -> Image.read(file(png)))
                .withMessageContaining("at most")
                .withMessageContaining(width + " x " + height);
    }

    @Test
    void refusesAHugeJpeg() throws IOException {
        byte[] jpeg = content("grey.jpg");
        int frame = indexOf(jpeg, 0xff, 0xc0);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65500).putShort(frame + 7, (short) 65500);

        assertThatExceptionOfType(InvalidImageException.class)
                .isThrownBy(() -> Image.read(file(jpeg)))
                .withMessageContaining("at most 67108864 pixels, found 65500 x 65500");
    }

    @Test
    void refusesAHugeBitmap() throws IOException {
        byte[] bitmap = content("rgb.bmp");
        ByteBuffer.wrap(bitmap).putInt(18, 0x10270000).putInt(22, 0x10270000);

        assertThatExceptionOfType(InvalidImageException.class).isThrownBy(() -> Image.read(file(bitmap)));
    }

    private static int indexOf(byte[] bytes, int first, int second) {
        int at = 0;
        while ((bytes[at] & 0xff) != first || (bytes[at + 1] & 0xff) != second) {
            at++;
        }
        return at;
    }

    @Test
    void refusesAFirstFrameThatDoesNotFillTheScreen() throws IOException {
        byte[] gif = content("palette.gif");
        gif[6]++;

        assertThatExceptionOfType(InvalidImageException.class)
                .isThrownBy(() -> Image.read(file(gif)))
                .withMessageContaining("whose first frame fills its screen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.png",
                "palette-transparent.png",
                "interlaced.png",
                "420.jpg",
                "progressive.jpg",
                "profile.jpg",
                "animated.gif",
                "rgb.bmp",
                "palette.bmp"
            })
    void survivesDamage(String name) throws IOException {
        Random random = new Random(name.hashCode());
        byte[] whole = content(name);
        for (int round = 0; round < 40; round++) {
            byte[] damaged = whole.clone();
            int limit = random.nextBoolean() ? Math.min(64, whole.length) : whole.length;
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(limit)] = (byte) random.nextInt(256);
            }
            if (name.endsWith(".png")) {
                repairChecksums(damaged);
            }
            readsOrRefuses(file(damaged));
        }
    }

    private static void readsOrRefuses(Path file) {
        try {
            assertThat(Image.read(file).width()).isPositive();
        } catch (InvalidImageException e) {
            assertThat(e).hasMessageContaining(file.toString());
        }
    }

    /** Lets damage get past the checksums of a PNG. */
    private static void repairChecksums(byte[] png) {
        ByteBuffer bytes = ByteBuffer.wrap(png);
        int at = 8;
        while (at + 12 <= png.length && bytes.getInt(at) >= 0 && bytes.getInt(at) <= png.length - at - 12) {
            int length = bytes.getInt(at);
            CRC32 sum = new CRC32();
            sum.update(png, at + 4, 4 + length);
            bytes.putInt(at + 8 + length, (int) sum.getValue());
            at += 12 + length;
        }
    }
}
