// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * Where a visual token comes from.
 *
 * @param image index of the image in the prompt
 * @param tile index of the tile in the image; 0 where a family does not cut images into tiles. Of a video, which step
 *     of frames that are seen together, counted from 0
 * @param row row in the tile's grid of tokens, top first
 * @param column column in that grid, left first; {@link #SEPARATOR} for a row the model inserts between rows of tokens
 */
public record VisualToken(int image, int tile, int row, int column) {

    /** The column of tokens that stand for no part of the picture, such as an image newline. */
    public static final int SEPARATOR = -1;
}
