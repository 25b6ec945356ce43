// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Small shapes pixel by pixel. */
class ShapeTest {

    /* A disc of diameter 9: (2x)^2 + (2y)^2 <= 81 around the middle pixel; at distance 4 that leaves x <= 2 (4 + 16 = 20 <= 20.25). */
    @Test
    void circle() {
        assertThat(picture(Shape.CIRCLE))
                .containsExactly(
                        "..#####..",
                        ".#######.",
                        "#########",
                        "#########",
                        "#########",
                        "#########",
                        "#########",
                        ".#######.",
                        "..#####..");
    }

    /* The hole of a ring of 9 has diameter 9 - 4 = 5: pixels with x^2 + y^2 <= 6.25. */
    @Test
    void ring() {
        assertThat(picture(Shape.RING))
                .containsExactly(
                        "..#####..",
                        ".#######.",
                        "###...###",
                        "##.....##",
                        "##.....##",
                        "##.....##",
                        "###...###",
                        ".#######.",
                        "..#####..");
    }

    @Test
    void square() {
        assertThat(picture(Shape.SQUARE)).hasSize(9).containsOnly("#########");
    }

    /* In row y all pixels at most (y + 1) / 2 from the middle. */
    @Test
    void triangle() {
        assertThat(picture(Shape.TRIANGLE))
                .containsExactly(
                        "....#....",
                        "...###...",
                        "...###...",
                        "..#####..",
                        "..#####..",
                        ".#######.",
                        ".#######.",
                        "#########",
                        "#########");
    }

    @Test
    void cross() {
        assertThat(picture(Shape.CROSS))
                .containsExactly(
                        "...###...",
                        "...###...",
                        "...###...",
                        "#########",
                        "#########",
                        "#########",
                        "...###...",
                        "...###...",
                        "...###...");
    }

    @Test
    void diamond() {
        assertThat(picture(Shape.DIAMOND))
                .containsExactly(
                        "....#....",
                        "...###...",
                        "..#####..",
                        ".#######.",
                        "#########",
                        ".#######.",
                        "..#####..",
                        "...###...",
                        "....#....");
    }

    /* The head is a triangle of slope 1 down to the middle, the shaft begins at 0.4 of the height and is 3 wide. */
    @Test
    void arrow() {
        assertThat(picture(Shape.ARROW))
                .containsExactly(
                        "....#....",
                        "...###...",
                        "..#####..",
                        ".#######.",
                        "#########",
                        "...###...",
                        "...###...",
                        "...###...",
                        "...###...");
    }

    @Test
    void shapesAreAllDifferentInBothSizes() {
        for (int size : new int[] {9, 13}) {
            assertThat(Shape.ALL.stream().map(shape -> picture(shape, size)))
                    .doesNotHaveDuplicates()
                    .hasSize(8);
        }
    }

    private static List<String> picture(Shape shape) {
        return picture(shape, 9);
    }

    private static List<String> picture(Shape shape, int size) {
        return IntStream.range(0, size)
                .mapToObj(y -> IntStream.range(0, size)
                        .mapToObj(x -> shape.covers(x, y, size) ? "#" : ".")
                        .collect(Collectors.joining()))
                .toList();
    }
}
