// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Image;
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
}
