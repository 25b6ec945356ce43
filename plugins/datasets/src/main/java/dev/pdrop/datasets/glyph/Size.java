// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.Locale;

/** The sizes that things have. */
enum Size {
    SMALL(9),
    BIG(13);

    static final List<Size> ALL = List.of(values());

    private final int pixels;

    Size(int pixels) {
        this.pixels = pixels;
    }

    /** What it is called in questions. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Side of the square that it fills. */
    int pixels() {
        return pixels;
    }
}
