// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import dev.pdrop.spi.Image;
import java.util.Random;

/** Pictures for tests. */
public final class Pictures {

    private Pictures() {}

    /** A picture of 32 x 24 random pixels, always the same for a seed. */
    public static Image noise(long seed) {
        return noise(seed, 32, 24);
    }

    /**
     * A picture of random pixels, always the same for a seed.
     *
     * @param width in pixels
     * @param height in pixels
     */
    public static Image noise(long seed, int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(seed).nextBytes(rgb);
        // Brightness differs from left to right and by seed, or every region would have the same mean.
        for (int i = 0; i < rgb.length; i++) {
            int column = i / 3 % width;
            rgb[i] = (byte) ((rgb[i] & 0x3f) + Math.floorMod(seed * 37 + 160L * column / width, 192));
        }
        return Image.of("noise " + seed, width, height, rgb);
    }
}
