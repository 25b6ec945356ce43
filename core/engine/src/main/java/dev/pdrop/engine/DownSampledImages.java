// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Image;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Pictures with fewer pixels: how much of a picture a question needs.
 *
 * <p>One object for each picture as long as somebody has that picture, so that questions about it share what is
 * computed of it. Mutable; used by one thread.
 */
public final class DownSampledImages {

    private final double scale;
    private final Map<Image, Image> byPicture = new WeakHashMap<>();

    /**
     * Pictures of one scale.
     *
     * @param scale share of each side, above 0 and below 1; sides are rounded to the nearest pixel, and are at least 1
     */
    public DownSampledImages(double scale) {
        this.scale = scale;
    }

    /** The smaller picture of another one. */
    public Image inPlaceOf(Image image) {
        return byPicture.computeIfAbsent(image, picture -> AreaAverage.of(picture, scale));
    }
}
