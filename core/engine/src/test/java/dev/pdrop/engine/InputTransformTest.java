// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Image;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InputTransformTest {

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
            '@ What is it ?'              > 'What is it ?'
            '@|What is it ?'              > 'What is it ?'
            'What is it ? @'              > 'What is it ?'
            'Is @ in @ ?'                 > 'Is in ?'
            'Look:|@|What is it ?'        > 'Look:|What is it ?'
            'What is it ?'                > 'What is it ?'
            '@|@|What is it ?'            > 'What is it ?'
            'Are @ @ alike ?'             > 'Are alike ?'
            'Alike ? @@'                  > 'Alike ?'
            '@'                           > ''
            """)
    void textAloneHasNoPlaceholder(String text, String shown) {
        assertThat(InputTransform.TEXT_ONLY.text(text.replace("@", "<image>").replace('|', '\n')))
                .isEqualTo(shown.replace('|', '\n'));
    }

    @Test
    void whatShowsAPictureSaysTheSame() {
        String text = "<image> What is it ?";

        assertThat(InputTransform.ORIGINAL.text(text)).isEqualTo(text);
        assertThat(InputTransform.BLANK_IMAGE.text(text)).isEqualTo(text);
    }

    @Test
    void aSmallerPictureIsTheMeanOfTheAreasOfItsPixels() {
        // One colour at a time: 4 x 2 pixels to 2 x 1, sums of four over four, halves rounded up.
        byte[] rgb = new byte[3 * 8];
        int[] reds = {0, 10, 100, 255, 20, 30, 101, 254};
        for (int pixel = 0; pixel < 8; pixel++) {
            rgb[3 * pixel] = (byte) reds[pixel];
            rgb[3 * pixel + 1] = 7;
        }

        Image shown = new DownSampledImages(0.5).inPlaceOf(Image.of("a", 4, 2, rgb));

        assertThat(shown.width()).isEqualTo(2);
        assertThat(shown.height()).isEqualTo(1);
        assertThat(shown.rgb()).containsExactly(15, 7, 0, (byte) 178, 7, 0);
        assertThat(shown.name()).isEqualTo("a at 2 x 1");
    }

    @Test
    void pixelsAtTheEdgeOfAnAreaCountByTheirPart() {
        // Three pixels become two: one and a half each, (2 x 30 + 60) / 3 and (60 + 2 x 90) / 3.
        byte[] rgb = {30, 0, 0, 60, 0, 0, 90, 0, 0};

        Image shown = new DownSampledImages(0.6).inPlaceOf(Image.of("a", 3, 1, rgb));

        assertThat(shown.rgb()).containsExactly(40, 0, 0, 80, 0, 0);
    }

    @Test
    void oneColourStaysThatColourAndASideHasAPixel() {
        byte[] rgb = new byte[3 * 7 * 5];
        Arrays.fill(rgb, (byte) 201);
        for (double scale : new double[] {0.01, 0.3, 0.5, 0.99}) {
            Image shown = new DownSampledImages(scale).inPlaceOf(Image.of("a", 7, 5, rgb));
            assertThat(shown.rgb())
                    .as("%s", scale)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .containsOnly((byte) 201);
        }
    }

    @Test
    void questionsAboutOnePictureShareTheSmallerOne() {
        DownSampledImages smaller = new DownSampledImages(0.5);
        Image image = Image.of("a", 2, 2, new byte[12]);

        assertThat(smaller.inPlaceOf(image)).isSameAs(smaller.inPlaceOf(image));
    }

    @Test
    void aScaleIsAShareAndBelongsToSmallerPictures() {
        assertThat(InputTransform.downSampled(0.5)).isEqualTo(InputTransform.downSampled(0.5));
        for (double wrong : new double[] {0, 1, -1, Double.NaN}) {
            assertThatThrownBy(() -> InputTransform.downSampled(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new InputTransform(InputTransform.Kind.ORIGINAL, 0.5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBlankPictureHasTheSizeOfTheOtherAndOneGrey() {
        BlankImages blank = new BlankImages();
        Image image = Image.of("a", 2, 3, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18});

        Image shown = blank.inPlaceOf(image);

        assertThat(shown.width()).isEqualTo(2);
        assertThat(shown.height()).isEqualTo(3);
        assertThat(shown.rgb()).hasSize(18).containsOnly((byte) 128);
        assertThat(blank.inPlaceOf(Image.of("b", 2, 3, new byte[18]))).isSameAs(shown);
        assertThat(blank.inPlaceOf(Image.of("c", 3, 2, new byte[18]))).isNotSameAs(shown);
    }

    @Test
    void ofAVideoEveryFrameIsBlankOrSmaller() {
        Image black = Image.of("a", 2, 2, new byte[12]);
        Image white = Image.of("b", 2, 2, new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
        Image video = Image.video("film", List.of(black, white), 4);

        BlankImages blank = new BlankImages();
        Image shown = blank.inPlaceOf(video);
        assertThat(shown.frames())
                .hasSize(2)
                .allSatisfy(frame -> assertThat(frame.rgb()).hasSize(12).containsOnly((byte) 128));
        assertThat(shown.framesPerSecond()).isEqualTo(4);
        assertThat(blank.inPlaceOf(Image.video("other", List.of(white, white), 4)))
                .isSameAs(shown);

        Image smaller = new DownSampledImages(0.5).inPlaceOf(video);
        assertThat(smaller.frames()).extracting(Image::rgb).containsExactly(new byte[3], new byte[] {9, 9, 9});
        assertThat(smaller.framesPerSecond()).isEqualTo(4);
    }
}
