// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

final class SheetTest {

    /**
     * 288 pixels are 72 for each of the four: the upper left one stays and is white, the others are grey over white.
     */
    @Test
    void picturesStandSideBySideStageByStage() {
        BufferedImage pixels =
                Sheet.of(List.of("one line"), List.of(picture(2, true))).pixels();

        // Three pictures and the room around them; a line of words, two of headings, two rows of pictures.
        assertThat(pixels.getWidth()).isEqualTo(32 + 3 * 288 + 2 * 26 + 32);
        assertThat(pixels.getHeight()).isEqualTo(32 + 36 + 26 + 72 + 2 * (288 + 26) + 32 - 26);
        int top = 32 + 36 + 26 + 72;
        int left = 32 + 288 + 26;
        assertThat(colour(pixels, left + 10, top + 10)).isEqualTo("ffffff");
        assertThat(colour(pixels, left + 200, top + 10)).isEqualTo("989ca3");
        int below = top + 288 + 26;
        assertThat(colour(pixels, left + 10, below + 10)).isEqualTo("fde725");
        assertThat(colour(pixels, left + 200, below + 200)).isEqualTo("440154");
    }

    @Test
    void moreThanFiveInARowGoOnBelow() {
        Sheet four = Sheet.of(List.of("x"), List.of(picture(4, false)));
        Sheet five = Sheet.of(List.of("x"), List.of(picture(5, false)));

        assertThat(five.width()).isEqualTo(four.width());
        assertThat(five.height()).isEqualTo(four.height() + 72 + 288 + 26);
        assertThat(five.panels()).hasSize(6);
    }

    @Test
    void severalPicturesAreNamed() {
        Sheet sheet = Sheet.of(List.of("x"), List.of(picture(1, false), picture(1, false)));

        assertThat(sheet.labels())
                .extracting(Sheet.Label::text)
                .contains("four.png")
                .doesNotContain("highest score");
        assertThat(sheet.bars()).isEmpty();
    }

    @Test
    void theSvgIsCompleteAndEscaped() {
        String svg = Sheet.of(List.of("is <b> & \"c\" in it?\u0001"), List.of(picture(2, true)))
                .svg("a & b");
        Document page = Jsoup.parse(svg, Parser.xmlParser());

        assertThat(page.select("svg > svg")).hasSize(5);
        assertThat(page.select("image")).hasSize(1);
        assertThat(page.select("use")).hasSize(4);
        assertThat(page.select("text").eachText())
                .contains("is <b> & \"c\" in it?\ufffd", "before layer 1", "1 of 4 stays");
        assertThat(page.select("title").text()).isEqualTo("a & b");
        assertThat(page.select("b, script")).isEmpty();
    }

    @Test
    void longWordsAreBrokenAndNoLineIsWiderThanTheSheet() {
        String text = "a few words, then " + "m".repeat(200) + " and an end";
        List<String> lines = Lettering.lines(text, 300);

        assertThat(lines).allSatisfy(line -> assertThat(Lettering.width(line)).isBetween(1, 300));
        assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
        assertThat(Lettering.lines("  ", 300)).containsExactly("");
    }

    @Test
    void everyCharacterHasAShapeOfItsOwnAndOthersAreABox() {
        Set<Integer> shapes = new HashSet<>();
        for (char character = ' '; character < 127; character++) {
            shapes.add(Arrays.hashCode(written(Character.toString(character))));
        }
        assertThat(shapes).hasSize(95);
        assertThat(written("\u00e4")).isEqualTo(written("\u4e2d"));
    }

    /** A dot is three pixels wide: 1 begins with a serif at the left of its second row. */
    @Test
    void aLetterIsWhereItIsPut() {
        BufferedImage pixels = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        new Lettering(pixels.createGraphics(), Color.WHITE).write("1", 10, 20);

        assertThat(colour(pixels, 12, 25)).isEqualTo("ffffff");
        assertThat(colour(pixels, 12, 22)).isEqualTo("000000");
        assertThat(colour(pixels, 13, 20)).isEqualTo("ffffff");
        assertThat(colour(pixels, 9, 25)).isEqualTo("000000");
    }

    private static int[] written(String text) {
        BufferedImage pixels = new BufferedImage(20, 30, BufferedImage.TYPE_INT_RGB);
        new Lettering(pixels.createGraphics(), Color.WHITE).write(text, 0, 0);
        return pixels.getRGB(0, 0, 20, 30, null, 0, 20);
    }

    /** A white picture of 2 x 2, one pixel a token, of which the first one stays at every stage. */
    private static TokenPicture picture(int stages, boolean scored) {
        byte[] white = new byte[12];
        Arrays.fill(white, (byte) -1);
        List<ImageRegion> regions = IntStream.range(0, 4)
                .mapToObj(cell -> ImageRegion.whole().cell(cell / 2, cell % 2, 2, 2))
                .toList();
        List<Part> ranked = IntStream.range(0, 4)
                .mapToObj(i -> new Part(
                        List.of(regions.get(i)), scored ? OptionalDouble.of((3 - i) / 3.0) : OptionalDouble.empty()))
                .toList();
        return new TokenPicture(
                new ImageView(Image.of("four.png", 2, 2, white), List.of(0), true, List.of(0, 1, 2, 3), regions),
                IntStream.rangeClosed(1, stages)
                        .mapToObj(layer -> new StageView(layer, ranked, ranked.subList(0, 1)))
                        .toList());
    }

    private static String colour(BufferedImage pixels, int x, int y) {
        return "%06x".formatted(pixels.getRGB(x, y) & 0xffffff);
    }
}
