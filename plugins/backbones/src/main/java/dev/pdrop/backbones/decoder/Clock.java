// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.spi.Image;

/** Where the steps of an image stand in time, for a decoder that places visual tokens by time, row and column. */
@FunctionalInterface
public interface Clock {

    /** Each step takes one position; a picture has one step. */
    Clock STEPS = (image, step) -> step;

    /**
     * Positions from the beginning of an image to one of its steps.
     *
     * @param image a picture or a video
     * @param step counted from 0, as {@link dev.pdrop.spi.VisualToken#tile}
     */
    int time(Image image, int step);
}
