// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FontTest {

    @Test
    void drawsSevenAndK() {
        assertThat(picture("7")).containsExactly("#####", "....#", "...#.", "..#..", ".#...", ".#...", ".#...");
        assertThat(picture("K")).containsExactly("#...#", "#..#.", "#.#..", "##...", "#.#..", "#..#.", "#...#");
    }

    @Test
    void everyCharacterOfBoxesIsThereAndLooksLikeNoOther() {
        assertThat(Stream.concat(Words.DIGITS.stream(), Words.LETTERS.stream()).map(FontTest::picture))
                .doesNotHaveDuplicates()
                .hasSize(26);
        assertThatThrownBy(() -> Font.covers("B", 0, 0)).hasMessage("no character of this font: B");
    }

    private static List<String> picture(String character) {
        return IntStream.range(0, Font.HEIGHT)
                .mapToObj(y -> IntStream.range(0, Font.WIDTH)
                        .mapToObj(x -> Font.covers(character, x, y) ? "#" : ".")
                        .collect(Collectors.joining()))
                .toList();
    }
}
