// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * An image that can be read when it is needed.
 *
 * <p>Equal sources give equal images.
 */
public interface ImageSource {

    /** What people call it: a path, or a description of what made it. */
    String name();

    /**
     * Reads the image.
     *
     * @throws InvalidImageException if it is missing, broken or too large
     */
    Image read();
}
