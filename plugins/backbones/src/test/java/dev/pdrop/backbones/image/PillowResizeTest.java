// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PillowResizeTest {

    private static Picture grey(int width, int... levels) {
        byte[] rgb = new byte[3 * levels.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) levels[i / 3];
        }
        return new Picture(width, levels.length / width, rgb);
    }

    private static int[] levels(Picture picture) {
        int[] levels = new int[picture.width() * picture.height()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = picture.rgb()[3 * i] & 0xff;
        }
        return levels;
    }

    @Test
    void halvesATriangleByHand() {
        // Each new pixel sees the old ones at distances .25 and .75 of it, by weights .75 and .25, over their sum:
        // (0 * .75 + 0 * .75 + 100 * .25) / 1.75 and (0 * .25 + 100 * .75 + 200 * .75) / 1.75.
        Picture half = PillowResize.resize(grey(4, 0, 0, 100, 200), 2, 1, Resampling.BILINEAR);

        assertThat(levels(half)).containsExactly(14, 129);
    }

    @Test
    void cutsWhatOvershoots() {
        Picture wide = PillowResize.resize(grey(4, 0, 0, 255, 255), 8, 1, Resampling.BICUBIC);

        assertThat(levels(wide)).containsExactly(0, 0, 0, 52, 203, 255, 255, 255);
    }

    @Test
    void leavesAPictureOfTheRightSizeAlone() {
        Picture picture = grey(2, 1, 2, 3, 4);

        assertThat(PillowResize.resize(picture, 2, 2, Resampling.LANCZOS)).isSameAs(picture);
    }

    @Test
    void equalsPillowBitForBit() throws IOException {
        JsonArray cases = Golden.cases("resize.json");
        for (JsonElement element : cases) {
            JsonObject golden = element.getAsJsonObject();
            JsonArray to = golden.getAsJsonArray("to");
            Picture picture = Picture.of(
                    Noise.picture(golden.get("from"), golden.get("seed").getAsInt()));
            Resampling filter = Resampling.of(golden.get("resample").getAsInt()).orElseThrow();

            Picture resized =
                    PillowResize.resize(picture, to.get(0).getAsInt(), to.get(1).getAsInt(), filter);

            assertThat(Golden.sha256(resized.rgb()))
                    .as("%s", golden)
                    .isEqualTo(golden.get("sha256").getAsString());
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(60);
    }
}
