// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScenePainterTest {

    private static final Scene SCENE = new Scene(
            6,
            List.of(new Thing(Colour.RED, Shape.SQUARE, Size.BIG, new Cell(0, 0))),
            List.of(new Box(Colour.WHITE, "7", new Cell(0, 5))),
            Optional.of(new Chart(
                    new Cell(3, 0),
                    List.of(
                            new Bar(Colour.GREEN, 1),
                            new Bar(Colour.BLUE, 5),
                            new Bar(Colour.CYAN, 2),
                            new Bar(Colour.ORANGE, 3)))));

    private final byte[] pixels = paint().pixels();
    private final int ground = pixels[3 * (40 * 96 + 40)] & 0xff;

    @Test
    void aThingIsSomewhereInItsCell() {
        assertThat(count(0, 0, 16, 16, Colour.RED.rgb())).isEqualTo(13 * 13);
        assertThat(count(0, 0, 96, 96, Colour.RED.rgb())).isEqualTo(13 * 13);
    }

    @Test
    void aBoxHoldsItsCharacterInDarkInkOnALightGround() {
        assertThat(count(80, 0, 16, 16, Rgb.grey(10))).isEqualTo(5 + 6);
        assertThat(count(80, 0, 16, 16, Colour.WHITE.rgb())).isEqualTo(13 * 13 - 11);
    }

    @Test
    void barsStandOnTheFootOfTheirPanel() {
        assertThat(at(2, 48 + 43)).isEqualTo(Colour.GREEN.rgb());
        assertThat(at(2, 48 + 36)).isEqualTo(Colour.GREEN.rgb());
        assertThat(at(2, 48 + 35)).isEqualTo(Rgb.grey(ground + 60));
        assertThat(at(2, 48 + 44)).isEqualTo(Rgb.grey(ground + 60));
        assertThat(count(0, 48, 48, 48, Colour.BLUE.rgb())).isEqualTo(8 * 40);
        assertThat(count(0, 48, 48, 48, Colour.ORANGE.rgb())).isEqualTo(8 * 24);
    }

    @Test
    void theRestIsDarkGround() {
        assertThat(ground).isBetween(15, 59);
        assertThat(count(48, 16, 48, 80, Rgb.grey(ground))).isEqualTo(48 * 80);
    }

    /* Patches of a cell's size: 6 x 6; the box in the upper right corner shows its character, the bars are 8 of 16 wide. */
    @Test
    void patchesAreDescribedInWords() {
        Map<String, List<String>> words = paint().words().of(16);

        assertThat(words.keySet())
                .startsWith("kind", "color", "character", "size", "height", "row", "column")
                .hasSize(15);
        assertThat(words.values()).allSatisfy(list -> assertThat(list).hasSize(36));
        assertThat(words(words, "kind", 0)).containsExactly("square", "", "", "", "", "box");
        assertThat(words(words, "color", 0)).containsExactly("red", "", "", "", "", "white");
        assertThat(words(words, "character", 0)).containsExactly("", "", "", "", "", "7");
        assertThat(words(words, "size", 0)).containsExactly("big", "", "", "", "", "");
        assertThat(words(words, "row", 0)).containsExactly("top", "", "", "", "", "top");
        assertThat(words(words, "column", 0)).containsExactly("left", "", "", "", "", "right");
        assertThat(words(words, "kind", 18)).containsExactly("bar", "bar", "", "", "", "");
        assertThat(words(words, "height", 18)).containsExactly("5", "5", "", "", "", "");
        assertThat(words(words, "kind", 30)).containsExactly("bar", "bar", "bar", "", "", "");
        assertThatThrownBy(() -> paint().words().of(7)).hasMessage("patches must divide a picture of 96 pixels, was 7");
    }

    @Test
    void aThingIsAlsoDescribedByWhatStandsBesideIt() {
        Scene scene = new Scene(
                6,
                List.of(
                        new Thing(Colour.RED, Shape.SQUARE, Size.BIG, new Cell(1, 1)),
                        new Thing(Colour.BLUE, Shape.RING, Size.BIG, new Cell(1, 2)),
                        new Thing(Colour.GREEN, Shape.HEART, Size.BIG, new Cell(2, 1))),
                List.of(),
                Optional.empty());
        ScenePainter painter = new ScenePainter(GlyphSettings.CLEAN, new SplitMix(11));
        painter.paint(scene);
        Map<String, List<String>> words = painter.words().of(16);

        assertThat(words(words, "right-kind", 6)).containsExactly("", "ring", "", "", "", "");
        assertThat(words(words, "right-color", 6)).containsExactly("", "blue", "", "", "", "");
        assertThat(words(words, "left-kind", 6)).containsExactly("", "", "square", "", "", "");
        assertThat(words(words, "below-color", 6)).containsExactly("", "green", "", "", "", "");
        assertThat(words(words, "above-kind", 12)).containsExactly("", "square", "", "", "", "");
        assertThat(words(words, "above-color", 6)).containsOnly("");
    }

    /** A property of the six patches from one on. */
    private static List<String> words(Map<String, List<String>> words, String property, int from) {
        return words.getOrDefault(property, List.of()).subList(from, from + 6);
    }

    private static ScenePainter paint() {
        ScenePainter painter = new ScenePainter(GlyphSettings.CLEAN, new SplitMix(11));
        painter.paint(SCENE);
        return painter;
    }

    private Rgb at(int x, int y) {
        int i = 3 * (y * 96 + x);
        return new Rgb(pixels[i] & 0xff, pixels[i + 1] & 0xff, pixels[i + 2] & 0xff);
    }

    private int count(int left, int top, int width, int height, Rgb colour) {
        int count = 0;
        for (int i = 0; i < width * height; i++) {
            count += at(left + i % width, top + i / width).equals(colour) ? 1 : 0;
        }
        return count;
    }
}
