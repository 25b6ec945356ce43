// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import java.util.List;

/**
 * Colours from dark violet to bright yellow that are told apart with every kind of colour vision, and in grey.
 *
 * <p>Nine of the 256 colours of matplotlib's map of that name (Smith and van der Walt, 2015), and straight lines
 * between them.
 */
final class Viridis {

    private static final List<Integer> COLOURS =
            List.of(0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725);

    private Viridis() {}

    /**
     * The colour of a share.
     *
     * @param share 0 the darkest, 1 the brightest
     * @return red, green and blue of 8 bits each
     */
    static int rgb(double share) {
        double place = share * (COLOURS.size() - 1);
        int below = Math.min((int) place, COLOURS.size() - 2);
        double way = place - below;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = (COLOURS.get(below) >> shift) & 0xff;
            int to = (COLOURS.get(below + 1) >> shift) & 0xff;
            rgb |= (int) Math.round(from + way * (to - from)) << shift;
        }
        return rgb;
    }
}
