// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.run.ShownPicture;
import dev.pdrop.spi.ImageRegion;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

final class KeptPictureTest {

    /** A square cut from the middle of 640 x 480, drawn 160 wide: an eighth of it, 20, is left out on either side. */
    @Test
    void sidesThatAreCroppedAreGreyThoughEveryTokenStays() {
        Document page = page(640, 480, new ImageRegion(0.125, 0, 0.875, 1), 0, 1, 2, 3);

        assertThat(page.select("path.dropped").attr("d")).isEqualTo("M0 0H20V120H0ZM140 0H160V120H140Z");
        assertThat(page.select("svg").eachAttr("viewBox")).containsOnly("0 0 160 120");
    }

    @Test
    void soAreTheUpperAndLowerEndsOfAnUprightOneBesideWhatIsDropped() {
        Document page = page(480, 640, new ImageRegion(0, 0.125, 1, 0.875), 1, 2, 3);

        assertThat(page.select("path.dropped").attr("d")).isEqualTo("M0 0H120V20H0ZM0 140H120V160H0ZM0 20H60V80H0Z");
    }

    /** Padding is no part of the picture and hides none of it. */
    @Test
    void nothingIsGreyOfAPaddedPictureOfWhichEveryTokenStays() {
        Document page = page(640, 480, new ImageRegion(0, -1 / 6.0, 1, 7 / 6.0), 0, 1, 2, 3);

        assertThat(page.select("path.dropped").attr("d")).isEmpty();
        assertThat(page.select("svg").eachAttr("viewBox")).containsOnly("0 -20 160 160");
    }

    /** Two rows of two tokens over a part of a picture, of which some stay. */
    private static Document page(int width, int height, ImageRegion seen, Integer... kept) {
        List<ImageRegion> regions = IntStream.range(0, 4)
                .mapToObj(cell -> seen.cell(cell / 2, cell % 2, 2, 2))
                .toList();
        ShownPicture picture = new ShownPicture(
                "q1",
                "what is it?",
                "cat.png",
                width,
                height,
                "",
                regions,
                List.of(new ShownPicture.ShownArm("ours", List.of(new ShownPicture.ShownStage(2, List.of(kept))))));
        StringBuilder body = new StringBuilder();
        new KeptPicture(picture, List.of("ours")).body().forEach(body::append);
        return Jsoup.parse(body.toString());
    }
}
