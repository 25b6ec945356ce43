// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

/**
 * A colour in levels, not cut to a range.
 *
 * @param red from 0 to 255 and a little beyond
 * @param green likewise
 * @param blue likewise
 */
record Rgb(int red, int green, int blue) {

    private static final int LIGHT = 110;

    static Rgb grey(int level) {
        return new Rgb(level, level, level);
    }

    /** A grey that is read well on this colour. */
    Rgb ink() {
        return grey(red + green + blue > 3 * LIGHT ? 10 : 250);
    }

    /** This colour with each channel moved by up to so many levels. */
    Rgb jittered(SplitMix random, int levels) {
        return new Rgb(
                red + random.between(-levels, levels),
                green + random.between(-levels, levels),
                blue + random.between(-levels, levels));
    }
}
