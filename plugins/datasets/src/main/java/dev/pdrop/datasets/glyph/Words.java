// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.stream.Stream;

/** The words of all questions and answers. */
final class Words {

    /** Thirds of a picture from top to bottom. */
    static final List<String> ROWS = List.of("top", "middle", "bottom");

    /** Thirds of a picture from left to right. */
    static final List<String> COLUMNS = List.of("left", "center", "right");

    /** What boxes of one cell hold. */
    static final List<String> DIGITS = List.of("0123456789".split(""));

    /** What boxes of two cells hold: letters that are not mistaken for each other or for digits. */
    static final List<String> LETTERS = List.of("ACEFHJKLNPRTUXYZ".split(""));

    /** Each word once; the order is a promise. */
    static final List<String> ALL = Stream.of(
                    Stream.of("?"),
                    Colour.ALL.stream().map(Colour::word),
                    Shape.ALL.stream().map(Shape::word),
                    DIGITS.stream(),
                    LETTERS.stream(),
                    Direction.ALL.stream().map(Direction::word),
                    ROWS.stream(),
                    COLUMNS.stream(),
                    Stream.of(("what color is the shape thing there a how many things digit in box letters high bar"
                                    + " highest lowest size big small where yes no")
                            .split(" ")))
            .flatMap(words -> words)
            .distinct()
            .toList();

    private Words() {}
}
