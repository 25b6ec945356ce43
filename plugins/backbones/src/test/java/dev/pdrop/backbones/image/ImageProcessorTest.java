// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageProcessorTest {

    private static final Path PARITY = Path.of("../methods/src/test/resources/parity/cases/preprocess_clip");

    @TempDir
    Path folder;

    private ImageProcessor processor(JsonElement config) throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), config.toString());
        return ImageProcessor.read(folder);
    }

    private static JsonObject clip() throws IOException {
        return Golden.cases("process.json").get(0).getAsJsonObject().getAsJsonObject("config");
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Test
    void equalsTransformersBitForBit() throws IOException {
        for (JsonElement element : Golden.cases("process.json")) {
            JsonObject golden = element.getAsJsonObject();
            ImageProcessor processor = processor(golden.get("config"));
            for (JsonElement result : golden.getAsJsonArray("results")) {
                JsonObject expected = result.getAsJsonObject();
                JsonArray shape = expected.getAsJsonArray("shape");
                float[] pixels = processor.pixels(
                        Noise.picture(expected.get("size"), expected.get("seed").getAsInt()));
                assertThat(List.of(processor.height(), processor.width()))
                        .containsExactly(shape.get(1).getAsInt(), shape.get(2).getAsInt());
                assertThat(Golden.sha256(pixels))
                        .as("%s, %s", golden.get("name"), expected.get("size"))
                        .isEqualTo(expected.get("sha256").getAsString());
            }
        }
    }

    @Test
    void equalsTheOfficialPicturesAndPixels() throws IOException {
        JsonObject expected = json(Files.readString(PARITY.resolve("expected.json")));
        byte[] file = Files.readAllBytes(PARITY.resolve("expected.safetensors"));
        for (JsonElement element : expected.getAsJsonArray("items")) {
            JsonObject item = element.getAsJsonObject();
            Path model = PARITY.resolve(item.get("preprocessor_config").getAsString())
                    .resolve("..")
                    .normalize();
            Image image = Image.read(PARITY.resolve(item.get("image").getAsString()));
            ImageProcessor processor = ImageProcessor.read(model);

            assertThat(processor.width()).isEqualTo(item.get("crop").getAsInt());
            float[] pixels = processor.pixels(image);
            FloatBuffer golden = tensor(
                            Files.readAllBytes(
                                    PARITY.resolve(item.get("pixel_values").getAsString())),
                            "pixel_values")
                    .asFloatBuffer();
            assertThat(golden.remaining()).isEqualTo(pixels.length);
            for (int i = 0; i < pixels.length; i++) {
                assertThat(pixels[i]).isCloseTo(golden.get(i), within(1e-6f));
            }
            String resized = "resized_uint8." + name(item) + "." + processor.width();
            if (header(file).has(resized)) {
                assertThat(planes(resized(image, item.getAsJsonArray("resized_wh"))))
                        .isEqualTo(bytes(file, resized));
            }
            if (!item.get("pad_key").isJsonNull()) {
                JsonObject config = json(Files.readString(model.resolve("preprocessor_config.json")));
                Files.writeString(folder.resolve("config.json"), "{\"image_aspect_ratio\": \"pad\"}");
                byte[] planes = planes(processor(config).resized(image));
                assertThat(planes).isEqualTo(bytes(file, item.get("pad_key").getAsString()));
            }
        }
    }

    private static String name(JsonObject item) {
        return item.get("image").getAsString().replaceAll("^.*/|\\.png$", "");
    }

    private static Picture resized(Image image, JsonArray size) {
        return PillowResize.resize(
                Picture.of(image), size.get(0).getAsInt(), size.get(1).getAsInt(), Resampling.BICUBIC);
    }

    private static byte[] bytes(byte[] file, String name) {
        ByteBuffer tensor = tensor(file, name);
        byte[] bytes = new byte[tensor.remaining()];
        tensor.get(bytes);
        return bytes;
    }

    /** The channels of a picture one after the other. */
    private static byte[] planes(Picture picture) {
        byte[] planes = new byte[picture.rgb().length];
        int area = picture.width() * picture.height();
        for (int i = 0; i < planes.length; i++) {
            planes[i % 3 * area + i / 3] = picture.rgb()[i];
        }
        return planes;
    }

    private static JsonObject header(byte[] file) {
        return json(new String(file, 8, headerLength(file), StandardCharsets.UTF_8));
    }

    private static int headerLength(byte[] file) {
        return Math.toIntExact(
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }

    /** A tensor of a safetensors file, by hand. */
    private static ByteBuffer tensor(byte[] file, String name) {
        JsonArray offsets = header(file).getAsJsonObject(name).getAsJsonArray("data_offsets");
        int start = 8 + headerLength(file) + offsets.get(0).getAsInt();
        int size = offsets.get(1).getAsInt() - offsets.get(0).getAsInt();
        return ByteBuffer.wrap(file).slice(start, size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void prefersTheProcessorsFile() throws IOException {
        JsonObject nested = clip();
        nested.add("crop_size", json("{\"height\": 7, \"width\": 5}"));
        JsonObject processor = new JsonObject();
        processor.add("image_processor", nested);
        Files.writeString(folder.resolve("processor_config.json"), processor.toString());

        assertThat(processor(clip()).height()).isEqualTo(7);
        Files.writeString(folder.resolve("processor_config.json"), "{\"patch_size\": 14}");
        assertThat(ImageProcessor.read(folder).height()).isEqualTo(24);
    }

    @Test
    void takesWhatOldFilesDoNotSayFromTheClass() throws IOException {
        JsonObject old = clip();
        List.of("do_rescale", "rescale_factor", "do_convert_rgb").forEach(old::remove);
        JsonObject golden = Golden.cases("process.json").get(0).getAsJsonObject();
        JsonObject first = golden.getAsJsonArray("results").get(0).getAsJsonObject();

        float[] pixels = processor(old)
                .pixels(Noise.picture(first.get("size"), first.get("seed").getAsInt()));

        assertThat(Golden.sha256(pixels)).isEqualTo(first.get("sha256").getAsString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            image_processor_type | "SmolVLMImageProcessor" | SmolVLMImageProcessor
            do_resize            | null                    | found nothing at 'do_resize'
            do_resize            | 1                       | expected true or false, found 1
            size                 | null                    | 'size'
            size                 | 0                       | an integer of at least 1, found 0 at 'size'
            size                 | 2.5                     | found 2.5 at 'size'
            size                 | {"longest_edge": 3}     | {shortest_edge} or {height, width}
            size                 | {"shortest_edge": -1}   | found -1 at 'size.shortest_edge'
            size                 | {"shortest_edge": 1, "longest_edge": 2} | 'size'
            resample             | 4                       | 3 (bicubic), found 4
            resample             | null                    | found nothing at 'resample'
            do_center_crop       | null                    | 'do_center_crop'
            do_center_crop       | false                   | expected pictures of one size
            crop_size            | {"height": 3}           | 'crop_size'
            crop_size            | null                    | found nothing at 'crop_size'
            image_mean           | [1, 2]                  | three numbers, found [1,2]
            image_mean           | ["a", 1, 2]             | a number
            image_std            | [1, 0, 2]               | other than 0
            rescale_factor       | "a"                     | found "a" at 'rescale_factor'
            do_pad               | true                    | 'do_pad'
            """)
    void namesFileKeyAndValueOfWhatIsWrong(String key, String value, String message) throws IOException {
        JsonObject config = clip();
        config.add(key, JsonParser.parseString(value));

        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> processor(config))
                .withMessageContaining(message)
                .withMessageContaining(folder.toString());
    }

    @Test
    void refusesAFolderThatSaysNothing() throws IOException {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> ImageProcessor.read(folder))
                .withMessageContaining("preprocessor_config.json");
        for (String broken : List.of("", "[]", "{", "null", "[".repeat(100_000))) {
            Files.writeString(folder.resolve("preprocessor_config.json"), broken);
            assertThatExceptionOfType(InvalidModelException.class)
                    .isThrownBy(() -> ImageProcessor.read(folder))
                    .withMessageContaining("preprocessor_config.json");
        }
        Files.writeString(folder.resolve("config.json"), "{\"image_aspect_ratio\": \"anyres\"}");
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> processor(clip()))
                .withMessageContaining("expected pad or square, found \"anyres\" at 'image_aspect_ratio'");
    }

    @Test
    void refusesAPictureThatIsTooLongAndNarrow() throws IOException {
        Image line = Image.of("line", 1 << 20, 1, new byte[3 << 20]);
        ImageProcessor resizing = processor(clip());
        assertThatExceptionOfType(InvalidImageException.class)
                .isThrownBy(() -> resizing.pixels(Image.of("long", 5_000_000, 1, new byte[15_000_000])))
                .withMessageContaining("long (5000000 x 1), which takes 120000000 x 24");
        Files.writeString(folder.resolve("config.json"), "{\"image_aspect_ratio\": \"pad\"}");
        assertThatExceptionOfType(InvalidImageException.class)
                .isThrownBy(() -> ImageProcessor.read(folder).pixels(line))
                .withMessageContaining("1048576 x 1048576");
    }

    @Test
    void leavesTheImageAsItIs() throws IOException {
        byte[] rgb = new byte[3 * 24 * 24];
        Arrays.fill(rgb, (byte) 7);
        Image image = Image.of("grey", 24, 24, rgb);

        processor(clip()).pixels(image);

        assertThat(image.rgb()).isEqualTo(rgb);
    }

    @Test
    void seesTheMiddleOfAPictureThatIsCropped() throws IOException {
        JsonObject config = clip();
        config.add("size", json("{\"shortest_edge\": 10}"));
        config.add("crop_size", json("{\"height\": 10, \"width\": 10}"));
        // 40 x 20 becomes 20 x 10, of which 10 columns go behind the first 5.
        assertThat(processor(config).seen(40, 20)).isEqualTo(new ImageRegion(0.25, 0, 0.75, 1));
        assertThat(processor(config).seen(20, 40)).isEqualTo(new ImageRegion(0, 0.25, 1, 0.75));
        assertThat(processor(config).seen(30, 30)).isEqualTo(ImageRegion.whole());
    }

    @Test
    void seesMoreThanThePictureWhereItIsPadded() throws IOException {
        JsonObject config = clip();
        config.addProperty("image_processor_type", "LlavaImageProcessor");
        config.addProperty("do_pad", true);
        config.add("size", json("{\"height\": 8, \"width\": 8}"));
        config.addProperty("do_center_crop", false);
        ImageRegion seen = processor(config).seen(40, 20);
        assertThat(seen).isEqualTo(new ImageRegion(0, -0.5, 1, 1.5));
        assertThat(seen.cell(0, 0, 4, 4).isPadding()).isTrue();
        assertThat(seen.cell(1, 3, 4, 4).isPadding()).isFalse();
        assertThat(seen.cell(3, 0, 4, 4).isPadding()).isTrue();
    }
}
