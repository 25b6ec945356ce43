// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.Locale;

/** The colours that things, boxes and bars have. */
enum Colour {
    RED(222, 40, 44),
    GREEN(40, 175, 60),
    BLUE(50, 85, 235),
    YELLOW(238, 218, 40),
    PURPLE(155, 55, 200),
    CYAN(60, 212, 222),
    ORANGE(245, 135, 25),
    WHITE(242, 242, 242);

    static final List<Colour> ALL = List.of(values());

    private final int red;
    private final int green;
    private final int blue;

    Colour(int red, int green, int blue) {
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    /** What it is called in questions. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its levels before any jitter. */
    Rgb rgb() {
        return new Rgb(red, green, blue);
    }
}
