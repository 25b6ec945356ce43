// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

/**
 * The squares of patches of a picture, each of which becomes one visual token.
 *
 * @param rows of squares, at least 1
 * @param columns of squares, at least 1
 * @param side patches along each side of a square
 */
public record PatchGrid(int rows, int columns, int side) {

    /** Squares in all. */
    public int tokens() {
        return rows * columns;
    }

    /** Patches of one square. */
    public int squarePatches() {
        return side * side;
    }

    /** Patches in all. */
    public int patches() {
        return tokens() * squarePatches();
    }
}
