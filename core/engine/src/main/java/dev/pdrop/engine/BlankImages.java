// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Image;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Pictures that show nothing: one grey, half way between black and white. The mean colour of the picture in whose place
 * one stands would still answer questions about colours.
 *
 * <p>One object for each size, so that all questions share what is computed of it. Mutable; used by one thread.
 */
public final class BlankImages {

    private static final byte GREY = (byte) 128;

    private final Map<String, Image> bySize = new HashMap<>();

    /** The blank picture of the size of another one. */
    public Image inPlaceOf(Image image) {
        return bySize.computeIfAbsent(
                "blank " + image.width() + " x " + image.height(),
                name -> Image.of(name, image.width(), image.height(), grey(image.width(), image.height())));
    }

    private static byte[] grey(int width, int height) {
        byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
        Arrays.fill(rgb, GREY);
        return rgb;
    }
}
