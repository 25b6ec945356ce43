// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.backbones.image.PatchProcessor.Patch;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes and the order of patches; golden pixels stand with the families. */
class PatchProcessorTest {

    private static final String TYPE = "'image_processor_type':'Qwen2VLImageProcessor'";
    private static final Patch USUAL = new Patch(14, 2, 2);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        // Rounded to the nearest square, halves to the even one, as Python rounds.
        "280, 280, 10, 10",
        "294, 266, 10, 10",
        "42, 140, 5, 2",
        "70, 140, 5, 2",
        // Enlarged to the least area, rounded up; shrunk to the largest, rounded down.
        "32, 24, 2, 3",
        "8, 8, 2, 2",
        "3, 200, 17, 1",
        "4000, 3000, 30, 41",
        "20000, 100, 2, 505"
    })
    void bothEdgesBecomeWholeNumbersOfSquares(int width, int height, int rows, int columns) throws IOException {
        PatchProcessor processor = read("{" + TYPE + "}");
        assertThat(processor.grid(width, height)).isEqualTo(new PatchGrid(rows, columns, 2));
    }

    @Test
    void limitsHaveKeysOfTheirOwnOrStandInTheSize() throws IOException {
        String size = "'size':{'shortest_edge':784,'longest_edge':1568}";
        assertThat(read("{" + TYPE + "," + size + "}").grid(280, 280)).isEqualTo(new PatchGrid(1, 1, 2));
        assertThat(read("{" + TYPE + "," + size + ",'max_pixels':78400}").grid(280, 280))
                .isEqualTo(new PatchGrid(10, 10, 2));
        assertThat(read("{" + TYPE + ",'min_pixels':78400}").grid(28, 28)).isEqualTo(new PatchGrid(10, 10, 2));
    }

    @Test
    void refusesPicturesThatAreTooOblong() throws IOException {
        PatchProcessor processor = read("{" + TYPE + "}");
        Image strip = Image.of("strip", 402, 2, new byte[3 * 402 * 2]);
        assertThatThrownBy(() -> processor.grid(strip))
                .isInstanceOf(InvalidImageException.class)
                .hasMessage("expected an image at most 200 times as long as it is wide, found " + strip
                        + ", 402 x 2 pixels: crop it");
        Image wide = Image.of("wide", 400, 2, new byte[3 * 400 * 2]);
        assertThat(processor.grid(wide).rows()).isEqualTo(1);
    }

    /** Patches of one pixel, squares of two by two, two frames: a picture that needs no resizing. */
    @Test
    void writesSquareAfterSquareAndEachFrameAgain() throws IOException {
        byte[] rgb = new byte[3 * 8];
        for (int pixel = 0; pixel < 8; pixel++) {
            rgb[3 * pixel] = (byte) pixel;
            rgb[3 * pixel + 1] = (byte) (10 + pixel);
            rgb[3 * pixel + 2] = (byte) (20 + pixel);
        }
        PatchProcessor processor = read(
                "{" + TYPE + ",'patch_size':1,'min_pixels':1,'max_pixels':100,'do_rescale':false,'do_normalize':false}",
                new Patch(1, 2, 2));
        float[] pixels = processor.pixels(Image.of("counted", 4, 2, rgb));
        assertThat(pixels).hasSize(8 * 6);
        int[] order = {0, 1, 4, 5, 2, 3, 6, 7};
        for (int patch = 0; patch < order.length; patch++) {
            int first = order[patch];
            assertThat(Arrays.copyOfRange(pixels, 6 * patch, 6 * patch + 6))
                    .containsExactly(first, first, 10 + first, 10 + first, 20 + first, 20 + first);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'patch_size':16 | 14, as config.json says, | 16 | patch_size",
                "'temporal_patch_size':1 | 2, as config.json says, | 1 | temporal_patch_size",
                "'merge_size':1 | 2, as config.json says, | 1 | merge_size",
                "'do_resize':false | true | false | do_resize",
                "'max_pixels':0 | an integer of at least 1 | 0 | max_pixels",
                "'size':{'height':28} | an object with shortest_edge and longest_edge | {\"height\":28} | size"
            })
    void refusesWhatItWouldNotCarryOut(String change, String expected, String found, String key) {
        assertThatThrownBy(() -> read("{" + TYPE + "," + change + "}"))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected " + expected + ", found " + found + " at '" + key + "' in "
                        + folder.resolve("preprocessor_config.json") + ": correct the file");
    }

    @ParameterizedTest
    @CsvSource({"min_pixels, 65537", "max_pixels, 67108864"})
    void refusesLimitsThatAllowMoreVisualTokensThanAnyMemoryHolds(String key, int pixels) {
        String other = key.equals("min_pixels") ? "max_pixels" : "min_pixels";
        assertThatThrownBy(() -> read(
                        "{" + TYPE + ",'patch_size':1,'merge_size':1,'" + other + "':1,'" + key + "':" + pixels + "}",
                        new Patch(1, 2, 1)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected limits of at most 65536 pixels, 65536 visual tokens of 1 x 1 pixels, found "
                        + pixels + " at '" + key + "' in " + folder.resolve("preprocessor_config.json")
                        + ": correct the file");
    }

    @Test
    void theUsualLimitIsRefusedWhereSquaresAreTiny() {
        assertThatThrownBy(() -> read("{" + TYPE + ",'patch_size':1,'merge_size':1}", new Patch(1, 2, 1)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("expected limits of at most 65536 pixels,")
                .hasMessageContaining("found nothing at 'max_pixels'");
    }

    @Test
    void whateverIsWithinTheLimitsHasAboutAsManyVisualTokensAtMost() throws IOException {
        PatchProcessor processor = read(
                "{" + TYPE + ",'patch_size':1,'merge_size':1,'min_pixels':65536,'max_pixels':65536}",
                new Patch(1, 2, 1));
        for (int width : new int[] {1, 7, 200, 1000, 65536, 1 << 26}) {
            for (int height : new int[] {Math.max(1, (width + 199) / 200), width}) {
                assertThat(processor.grid(width, height).tokens())
                        .as("%d x %d", width, height)
                        .isBetween(1, 70_000);
            }
        }
    }

    @Test
    void refusesAnotherProcessor() {
        assertThatThrownBy(() -> read("{'image_processor_type':'CLIPImageProcessor'}"))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("expected Qwen2VLImageProcessor, found \"CLIPImageProcessor\"");
    }

    private PatchProcessor read(String json) throws IOException {
        return read(json, USUAL);
    }

    private PatchProcessor read(String json, Patch patch) throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), json.replace('\'', '"'));
        return PatchProcessor.read(folder, patch);
    }
}
