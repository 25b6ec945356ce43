// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {

    private static final Image BLACK = Image.of("black", 1, 2, new byte[6]);
    private static final Image GREY = Image.of("grey", 1, 2, new byte[] {9, 9, 9, 9, 9, 9});

    @Test
    void aPictureIsItsOwnOnlyFrame() {
        assertThat(BLACK.isVideo()).isFalse();
        assertThat(BLACK.frames()).containsExactly(BLACK);
        assertThatThrownBy(BLACK::framesPerSecond)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("black (1 x 2) is no video");
    }

    @Test
    void aVideoHasFramesOfOneSizeAndNoPixelsOfItsOwn() {
        Image video = Image.video("film", List.of(GREY, BLACK), 2);
        assertThat(video.isVideo()).isTrue();
        assertThat(video.frames()).containsExactly(GREY, BLACK);
        assertThat(video.framesPerSecond()).isEqualTo(2);
        assertThat(video.width()).isEqualTo(1);
        assertThat(video.height()).isEqualTo(2);
        assertThatThrownBy(video::rgb)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("film (2 frames of 1 x 2) is no picture");
        assertThat(video).hasToString("film (2 frames of 1 x 2)");
    }

    @Test
    void aVideoOfOneFrameIsAVideo() {
        assertThat(Image.video("film", List.of(GREY), 2).isVideo()).isTrue();
    }

    @Test
    void framesOfAVideoAreAtLeastOneAndPicturesOfOneSize() {
        Image wide = Image.of("wide", 2, 1, new byte[6]);
        Image film = Image.video("film", List.of(GREY), 2);
        assertThatThrownBy(() -> Image.video("none", List.of(), 2))
                .isInstanceOf(InvalidImageException.class)
                .hasMessage("expected at least one frame in the video none, found none: list its frames");
        assertThatThrownBy(() -> Image.video("mixed", List.of(BLACK, wide), 2))
                .isInstanceOf(InvalidImageException.class)
                .hasMessage("expected frames of one size in the video mixed, found black (1 x 2) and wide (2 x 1):"
                        + " make them one size");
        assertThatThrownBy(() -> Image.video("nested", List.of(BLACK, film), 2))
                .isInstanceOf(InvalidImageException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void framesASecondAreAboveZeroAndFinite(double rate) {
        assertThatThrownBy(() -> Image.video("film", List.of(GREY), rate)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VideoFrames(List.of(new ImageFile(Path.of("a.png"))), rate))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
