// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import dev.pdrop.spi.ImageRegion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How a picture is laid out in tiles: scaled to fit a canvas, in the middle of it, and the canvas cut into squares.
 *
 * @param pictureWidth in pixels
 * @param pictureHeight in pixels
 * @param canvas as large as all tiles
 * @param tile pixels of each side of a tile
 * @source LLaVA-NeXT, {@code llava/mm_utils.py} ({@code select_best_resolution}, {@code resize_and_pad_image}) and
 *     {@code llava/model/llava_arch.py} ({@code unpad_image}), as transformers carries them out
 */
public record TileLayout(int pictureWidth, int pictureHeight, Resolution canvas, int tile) {

    /* Python's round(x, 7), before what is behind the point is cut off. */
    private static final int DECIMALS = 7;

    /**
     * Rows and columns of tokens.
     *
     * @param firstRow of the canvas that shows the picture
     * @param endRow the row behind the last one
     * @param firstColumn of the canvas that shows the picture
     * @param endColumn the column behind the last one
     */
    public record Tokens(int firstRow, int endRow, int firstColumn, int endColumn) {}

    /**
     * The layout of a picture on the canvas that shows most of its pixels, and of several the one of which least is
     * wasted; of several again, the first.
     *
     * @param canvases at least one, each a multiple of {@code tile}
     */
    public static TileLayout of(int width, int height, List<Resolution> canvases, int tile) {
        Resolution best = canvases.get(0);
        long shown = 0;
        long wasted = Long.MAX_VALUE;
        for (Resolution canvas : canvases) {
            double scale = Math.min((double) canvas.width() / width, (double) canvas.height() / height);
            long scaledWidth = (long) (width * scale);
            long scaledHeight = (long) (height * scale);
            long scaled = scaledWidth * scaledHeight;
            long effective = Math.min(scaled, (long) width * height);
            long waste = canvas.area() - effective;
            if (effective > shown || (effective == shown && waste < wasted)) {
                best = canvas;
                shown = effective;
                wasted = waste;
            }
        }
        return new TileLayout(width, height, best, tile);
    }

    /** Rows of tiles. */
    public int rows() {
        return canvas.height() / tile;
    }

    /** Columns of tiles. */
    public int columns() {
        return canvas.width() / tile;
    }

    /** Width of the picture on the canvas, in pixels. */
    int width() {
        return boundByWidth()
                ? canvas.width()
                : (int) Math.min(Math.ceil(pictureWidth * scaleToHeight()), canvas.width());
    }

    /** Height of the picture on the canvas, in pixels. */
    int height() {
        return boundByWidth()
                ? (int) Math.min(Math.ceil(pictureHeight * scaleToWidth()), canvas.height())
                : canvas.height();
    }

    /** Pixels of the canvas to the left of the picture. */
    int left() {
        return (canvas.width() - width()) / 2;
    }

    /** Pixels of the canvas above the picture. */
    int top() {
        return (canvas.height() - height()) / 2;
    }

    private boolean boundByWidth() {
        return scaleToWidth() < scaleToHeight();
    }

    private double scaleToWidth() {
        return (double) canvas.width() / pictureWidth;
    }

    private double scaleToHeight() {
        return (double) canvas.height() / pictureHeight;
    }

    /** What the canvas shows of the picture: all of it, and beyond its edges. */
    public ImageRegion shown() {
        double left = -(double) left() / width();
        double top = -(double) top() / height();
        return new ImageRegion(
                left, top, left + (double) canvas.width() / width(), top + (double) canvas.height() / height());
    }

    /**
     * The tokens that show the picture and not what is around it; none of a picture so long and narrow that it is
     * thinner than a token.
     *
     * @param side tokens along each side of a tile
     */
    public Tokens unpadded(int side) {
        int tokenRows = rows() * side;
        int tokenColumns = columns() * side;
        if ((double) pictureWidth / pictureHeight > (double) tokenColumns / tokenRows) {
            int around = (tokenRows - scaled(pictureHeight, (double) tokenColumns / pictureWidth)) / 2;
            return new Tokens(around, tokenRows - around, 0, tokenColumns);
        }
        int around = (tokenColumns - scaled(pictureWidth, (double) tokenRows / pictureHeight)) / 2;
        return new Tokens(0, tokenRows, around, tokenColumns - around);
    }

    private static int scaled(int edge, double factor) {
        return new BigDecimal(edge * factor)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .intValue();
    }
}
