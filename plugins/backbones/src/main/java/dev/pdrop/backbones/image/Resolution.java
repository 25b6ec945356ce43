// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

/**
 * The size of a canvas.
 *
 * @param height in pixels
 * @param width in pixels
 */
public record Resolution(int height, int width) {

    /** Pixels in all. */
    long area() {
        return (long) height * width;
    }

    @Override
    public String toString() {
        return height + " x " + width;
    }
}
