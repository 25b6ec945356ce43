// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;

/**
 * What a thing is asked for by.
 *
 * @param colour its colour
 * @param shape its shape
 */
record Look(Colour colour, Shape shape) {

    static final List<Look> ALL = Shape.ALL.stream()
            .flatMap(shape -> Colour.ALL.stream().map(colour -> new Look(colour, shape)))
            .toList();

    /** What it is called, such as {@code red ring}. */
    String words() {
        return colour.word() + " " + shape.word();
    }
}
