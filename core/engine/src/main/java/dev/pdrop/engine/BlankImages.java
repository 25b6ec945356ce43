// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Image;
import java.util.Arrays;
import java.util.Collections;
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

    /** The blank picture of the size of another one; of a video, as many blank frames. */
    public Image inPlaceOf(Image image) {
        Image picture = picture(image.width(), image.height());
        return image.isVideo()
                ? bySize.computeIfAbsent(
                        picture.name() + ", " + image.frames().size() + " frames, " + image.framesPerSecond()
                                + " a second",
                        name -> Image.video(
                                name, Collections.nCopies(image.frames().size(), picture), image.framesPerSecond()))
                : picture;
    }

    private Image picture(int width, int height) {
        return bySize.computeIfAbsent(
                "blank " + width + " x " + height, name -> Image.of(name, width, height, grey(width, height)));
    }

    private static byte[] grey(int width, int height) {
        byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
        Arrays.fill(rgb, GREY);
        return rgb;
    }
}
