// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import com.google.gson.JsonElement;
import dev.pdrop.spi.Image;

/** Pictures of noise that the scripts of {@code src/test/python} make too. */
public final class Noise {

    private Noise() {}

    /** The noise picture of a size and seed. */
    public static Image picture(JsonElement size, int seed) {
        int width = size.getAsJsonArray().get(0).getAsInt();
        int height = size.getAsJsonArray().get(1).getAsInt();
        byte[] levels = new byte[3 * width * height];
        long state = seed;
        for (int i = 0; i < levels.length; i++) {
            state = (state * 1103515245 + 12345) % (1L << 31);
            levels[i] = (byte) Math.min(Math.max((state >> 16) % 384 - 64, 0), 255);
        }
        return Image.of("noise " + seed, width, height, levels);
    }
}
