// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Collection;

/**
 * The part of an image that a visual token stands for, in shares of the image's width and height: 0 is its left or
 * upper edge, 1 its right or lower one. Where a model pads images, a region may lie beyond the edges.
 *
 * @param left smaller than {@code right}
 * @param top smaller than {@code bottom}
 * @param right share of the width
 * @param bottom share of the height
 */
public record ImageRegion(double left, double top, double right, double bottom) {

    /** Checks that it has an area. */
    public ImageRegion {
        if (!(left < right && top < bottom)) {
            throw new IllegalArgumentException("not a region: " + left + ", " + top + " to " + right + ", " + bottom);
        }
    }

    /** The whole image. */
    public static ImageRegion whole() {
        return new ImageRegion(0, 0, 1, 1);
    }

    /**
     * The smallest region that holds some others.
     *
     * @param regions at least one
     */
    public static ImageRegion around(Collection<ImageRegion> regions) {
        return new ImageRegion(
                regions.stream().mapToDouble(ImageRegion::left).min().orElseThrow(),
                regions.stream().mapToDouble(ImageRegion::top).min().orElseThrow(),
                regions.stream().mapToDouble(ImageRegion::right).max().orElseThrow(),
                regions.stream().mapToDouble(ImageRegion::bottom).max().orElseThrow());
    }

    /**
     * A cell of a grid that is laid over this region.
     *
     * @param row from 0, top first
     * @param column from 0, left first
     * @param rows of the grid
     * @param columns of the grid
     */
    public ImageRegion cell(int row, int column, int rows, int columns) {
        double width = (right - left) / columns;
        double height = (bottom - top) / rows;
        return new ImageRegion(
                left + column * width, top + row * height, left + (column + 1) * width, top + (row + 1) * height);
    }

    /** Whether at least half of it lies beyond the edges of the image: then it shows padding. */
    public boolean isPadding() {
        double inside = Math.max(0, Math.min(1, right) - Math.max(0, left))
                * Math.max(0, Math.min(1, bottom) - Math.max(0, top));
        return inside <= 0.5 * (right - left) * (bottom - top);
    }
}
