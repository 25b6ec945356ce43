// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavaonevision;

import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.spi.Image;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Pictures on a square of the mean colour, to be seen in one tile: one object for each picture as long as somebody has
 * that picture, so that prompts with the same pictures share what is computed of them.
 *
 * <p>Mutable; safe to share between threads.
 */
final class Squares {

    private final TileProcessor tiles;
    private final Map<Image, Image> byPicture = new WeakHashMap<>();
    private final Map<Image, Boolean> made = new WeakHashMap<>();

    Squares(TileProcessor tiles) {
        this.tiles = tiles;
    }

    /** The square of a picture; itself if it is one of these squares. */
    synchronized Image of(Image image) {
        if (made.containsKey(image)) {
            return image;
        }
        return byPicture.computeIfAbsent(image, picture -> {
            Image square = tiles.squared(picture);
            made.put(square, true);
            return square;
        });
    }

    /** Whether a picture is one of these squares. */
    synchronized boolean holds(Image image) {
        return made.containsKey(image);
    }
}
