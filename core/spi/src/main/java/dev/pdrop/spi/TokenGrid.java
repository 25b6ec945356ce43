// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * A grid of visual tokens.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
public record TokenGrid(int rows, int columns) {

    /** Checks that it has a cell. */
    public TokenGrid {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("expected a grid of at least 1 x 1, found " + rows + " x " + columns);
        }
    }

    /** How many tokens lie on it. */
    public int tokens() {
        return rows * columns;
    }

    @Override
    public String toString() {
        return rows + " x " + columns;
    }
}
