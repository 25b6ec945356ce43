// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.ImageRegion;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

final class DrawingTest {

    /** Two rows of four tokens over a white picture of 40 x 20. */
    private static final List<ImageRegion> CELLS = cells(ImageRegion.whole(), 2, 4);

    /** 85 % of 868b93 over white. */
    private static final String GREY = "989ca3";

    private static final String WHITE = "ffffff";

    /** Each token is 10 x 10 pixels; of each the middle is looked at. */
    @Test
    void whatStaysIsBrightAndAllElseGrey() {
        BufferedImage pixels = painted(Drawing.kept(40, 20, CELLS, parts(1, 6)), 40, 20);

        assertThat(row(pixels, 5, 5, 15, 25, 35)).containsExactly(GREY, WHITE, GREY, GREY);
        assertThat(row(pixels, 15, 5, 15, 25, 35)).containsExactly(GREY, GREY, WHITE, GREY);
    }

    /** The edges of the kept token are those of its pixels: 10 to 19. */
    @Test
    void noPixelIsHalfGrey() {
        BufferedImage pixels = painted(Drawing.kept(40, 20, CELLS, parts(1, 6)), 40, 20);

        assertThat(row(pixels, 0, 9, 10, 19, 20)).containsExactly(GREY, WHITE, WHITE, GREY);
        assertThat(row(pixels, 9, 9, 10, 19, 20)).containsExactly(GREY, WHITE, WHITE, GREY);
        assertThat(row(pixels, 10, 19, 20, 29, 30)).containsExactly(GREY, WHITE, WHITE, GREY);
    }

    /** A square cut from the middle of 40 x 20: its sides are not seen, 10 pixels each. */
    @Test
    void whatIsCroppedIsGreyThoughEverythingStays() {
        List<ImageRegion> seen = cells(new ImageRegion(0.25, 0, 0.75, 1), 2, 2);
        BufferedImage pixels = painted(Drawing.kept(40, 20, seen, all(seen)), 40, 20);

        assertThat(row(pixels, 5, 9, 10, 29, 30)).containsExactly(GREY, WHITE, WHITE, GREY);
    }

    /** Padded to 40 x 40: ten rows above and ten below; the upper tokens are dropped, their padding included. */
    @Test
    void paddingIsPartOfTheDrawingAndLiesBesideThePicture() {
        List<ImageRegion> padded = cells(new ImageRegion(0, -0.5, 1, 1.5), 4, 4);
        Drawing drawing = Drawing.kept(40, 20, padded, all(padded.subList(4, 16)));
        BufferedImage pixels = painted(drawing, 40, 40);

        assertThat(drawing.frameWidth()).isEqualTo(40);
        assertThat(drawing.frameHeight()).isEqualTo(40);
        assertThat(column(pixels, 5, 9, 10, 29, 30)).containsExactly(over("e4e5e8"), WHITE, WHITE, "e4e5e8");
    }

    /** Of four that came, the last is the highest; the first row of the picture was gone before. */
    @Test
    void scoresGoFromDarkToBrightAndWhatWasGoneIsGrey() {
        List<Part> ranked = IntStream.range(0, 4)
                .mapToObj(i -> new Part(List.of(CELLS.get(4 + i)), OptionalDouble.of(i / 3.0)))
                .toList();
        StageView stage = new StageView(2, ranked, List.of(ranked.get(3)));
        BufferedImage pixels = painted(Drawing.scores(40, 20, CELLS, stage), 40, 20);

        assertThat(row(pixels, 5, 5, 15, 25, 35)).containsExactly(GREY, GREY, GREY, GREY);
        assertThat(row(pixels, 15, 5, 35)).containsExactly("440154", "fde725");
        // Around the one that is kept, white inside black.
        assertThat(row(pixels, 15, 28, 29, 30)).containsExactly("000000", WHITE, WHITE);
        // Darker is lower: so it is in grey too.
        assertThat(brightness(pixels, 5)).isLessThan(brightness(pixels, 15));
        assertThat(brightness(pixels, 15)).isLessThan(brightness(pixels, 25));
        assertThat(brightness(pixels, 25)).isLessThan(brightness(pixels, 35));
    }

    @Test
    void linesFrameWhatWasAveragedIntoOneToken() {
        List<Part> merged = List.of(
                part(CELLS.get(0), CELLS.get(1), CELLS.get(4), CELLS.get(5)),
                part(CELLS.get(2), CELLS.get(3), CELLS.get(6), CELLS.get(7)));
        Drawing drawing = Drawing.kept(40, 20, CELLS, merged);
        BufferedImage pixels = painted(drawing, 40, 20);

        // Between the two there is a line; inside each there is none, and nothing is grey.
        assertThat(row(pixels, 5, 10, 18, 20, 30)).containsExactly(WHITE, "000000", WHITE, WHITE);
        assertThat(drawing.fills().get(0).areas()).isEmpty();
        assertThat(drawing.outlines())
                .hasSize(2)
                .allSatisfy(outline -> assertThat(outline.edges()).hasSize(8));
    }

    @Test
    void theSvgHasTheSamePlacesInUnitsOfItsOwn() {
        Drawing drawing = Drawing.kept(40, 20, CELLS, parts(0, 1, 2, 4, 5, 6, 7));
        Document page = Jsoup.parse(drawing.svg("a <b> title", "what it shows", "id-1"));

        // 160 for 40 pixels: the fourth token is 120 to 160, 0 to 40.
        assertThat(page.select("path.dropped").attr("d")).isEqualTo("M120 0H160V40H120Z");
        assertThat(page.select("svg").attr("viewBox")).isEqualTo("0 0 160 80");
        assertThat(page.select("use").attr("href")).isEqualTo("#id-1");
        assertThat(page.select("svg").attr("aria-label")).isEqualTo("a <b> title");
        assertThat(page.select("title").text()).isEqualTo("a <b> title");
        assertThat(page.select("desc").text()).isEqualTo("what it shows");
        assertThat(page.select("b")).isEmpty();
    }

    private static BufferedImage painted(Drawing drawing, int width, int height) {
        BufferedImage picture = new BufferedImage(drawing.width(), drawing.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = picture.createGraphics();
        brush.setColor(Color.WHITE);
        brush.fillRect(0, 0, drawing.width(), drawing.height());
        BufferedImage pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        new PixelDrawing(drawing, new Rectangle(width, height)).paint(pixels.createGraphics(), picture);
        return pixels;
    }

    private static List<String> row(BufferedImage pixels, int y, int... places) {
        return IntStream.of(places).mapToObj(x -> colour(pixels, x, y)).toList();
    }

    private static List<String> column(BufferedImage pixels, int x, int... places) {
        return IntStream.of(places).mapToObj(y -> colour(pixels, x, y)).toList();
    }

    private static String colour(BufferedImage pixels, int x, int y) {
        return "%06x".formatted(pixels.getRGB(x, y) & 0xffffff);
    }

    private static double brightness(BufferedImage pixels, int x) {
        Color colour = new Color(pixels.getRGB(x, 15));
        return 0.21 * colour.getRed() + 0.72 * colour.getGreen() + 0.07 * colour.getBlue();
    }

    /** The grey over another colour. */
    private static String over(String ground) {
        int below = Integer.parseInt(ground, 16);
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double level = 217 / 255.0 * (0x868b93 >> shift & 0xff) + 38 / 255.0 * (below >> shift & 0xff);
            mixed |= (int) Math.round(level) << shift;
        }
        return "%06x".formatted(mixed);
    }

    private static List<Part> parts(int... places) {
        return IntStream.of(places).mapToObj(place -> part(CELLS.get(place))).toList();
    }

    private static List<Part> all(List<ImageRegion> regions) {
        return regions.stream().map(DrawingTest::part).toList();
    }

    private static Part part(ImageRegion... regions) {
        return new Part(Stream.of(regions).toList(), OptionalDouble.empty());
    }

    private static List<ImageRegion> cells(ImageRegion whole, int rows, int columns) {
        return IntStream.range(0, rows * columns)
                .mapToObj(cell -> whole.cell(cell / columns, cell % columns, rows, columns))
                .toList();
    }
}
