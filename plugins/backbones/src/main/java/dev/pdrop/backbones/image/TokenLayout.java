// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The visual tokens of an image that is cut into tiles: those of the overview, then those of the canvas row by row,
 * each row with a newline behind it. Tokens of the canvas that show nothing of the picture are left out; where there
 * are more than so many tiles hold, the canvas is laid on a coarser grid.
 *
 * @param side tokens along each side of a tile
 * @param tiles how the picture is laid out; empty if it is seen in the overview alone, with a newline behind it
 * @param shown rows and columns of the canvas that show the picture
 * @param rows of the canvas as they become tokens
 * @param columns of the canvas as they become tokens, newlines not counted
 * @source LLaVA-NeXT, {@code llava/model/llava_arch.py} with {@code mm_patch_merge_type = spatial_unpad} and
 *     {@code anyres_max_9}, as transformers' {@code pack_image_features} carries it out
 */
public record TokenLayout(int side, Optional<TileLayout> tiles, TileLayout.Tokens shown, int rows, int columns) {

    /* As much more than the tiles hold is let be. */
    private static final double TOLERATED = 1.1;

    /** The tokens of a picture that is cut into tiles. */
    public static TokenLayout of(TileLayout tiles, int side) {
        return of(tiles, side, Integer.MAX_VALUE);
    }

    /**
     * The same on a grid that holds no more than so many tiles.
     *
     * @param mostTiles at least 1
     */
    public static TokenLayout of(TileLayout tiles, int side, int mostTiles) {
        TileLayout.Tokens shown = tiles.unpadded(side);
        int rows = Math.max(0, shown.endRow() - shown.firstRow());
        int columns = Math.max(0, shown.endColumn() - shown.firstColumn());
        double ratio = Math.sqrt((double) ((long) rows * columns) / ((double) mostTiles * side * side));
        return ratio > TOLERATED
                ? new TokenLayout(side, Optional.of(tiles), shown, (int) Math.floor(rows / ratio), (int)
                        Math.floor(columns / ratio))
                : new TokenLayout(side, Optional.of(tiles), shown, rows, columns);
    }

    /** The tokens of a picture that is seen in one tile. */
    public static TokenLayout overview(int side) {
        return new TokenLayout(side, Optional.empty(), new TileLayout.Tokens(0, 0, 0, 0), 0, 0);
    }

    /** Whether the canvas is laid on a coarser grid. */
    public boolean isCoarser() {
        return rows != shownRows() || columns != shownColumns();
    }

    /** Rows of the canvas that show the picture. */
    public int shownRows() {
        return Math.max(0, shown.endRow() - shown.firstRow());
    }

    /** Columns of the canvas that show the picture. */
    public int shownColumns() {
        return Math.max(0, shown.endColumn() - shown.firstColumn());
    }

    /** How many tokens there are. */
    public int size() {
        return side * side + (tiles.isPresent() ? rows * (columns + 1) : 1);
    }

    /** Where the overview's tokens stand among the rows of all tiles, of which its own come first. */
    public LongStream overviewPlaces() {
        return LongStream.range(0, (long) side * side);
    }

    /** Where the tokens of the canvas that show the picture stand among the rows of all tiles, row by row. */
    public long[] canvasPlaces() {
        long[] places = new long[shownRows() * shownColumns()];
        int columnsOfTiles = tiles.map(TileLayout::columns).orElse(0);
        int at = 0;
        for (int row = shown.firstRow(); row < shown.endRow(); row++) {
            for (int column = shown.firstColumn(); column < shown.endColumn(); column++) {
                long tile = 1L + (long) (row / side) * columnsOfTiles + column / side;
                places[at++] = tile * side * side + (long) (row % side) * side + column % side;
            }
        }
        return places;
    }

    /**
     * The order of all tokens.
     *
     * @param canvas places of the canvas's tokens, row by row
     * @param newline the place of the newline
     * @return a place for each token
     */
    public long[] inOrder(long[] canvas, long newline) {
        long[] places = new long[size()];
        int at = 0;
        for (long place : overviewPlaces().toArray()) {
            places[at++] = place;
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                places[at++] = canvas[row * columns + column];
            }
            places[at++] = newline;
        }
        if (tiles.isEmpty()) {
            places[at] = newline;
        }
        return places;
    }

    /**
     * What the tokens show. Those of a coarser grid count as one tile, the first.
     *
     * @param image place of the image in the conversation
     */
    public List<VisualToken> tokens(int image) {
        List<VisualToken> tokens = new ArrayList<>();
        for (int i = 0; i < side * side; i++) {
            tokens.add(new VisualToken(image, 0, i / side, i % side));
        }
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                tokens.add(token(image, row, column));
            }
            VisualToken last = token(image, row, Math.max(0, columns - 1));
            tokens.add(new VisualToken(image, last.tile(), last.row(), VisualToken.SEPARATOR));
        }
        if (tiles.isEmpty()) {
            tokens.add(new VisualToken(image, 0, side - 1, VisualToken.SEPARATOR));
        }
        return tokens;
    }

    private VisualToken token(int image, int row, int column) {
        if (isCoarser()) {
            return new VisualToken(image, 1, row, column);
        }
        int onCanvas = row + shown.firstRow();
        int along = column + shown.firstColumn();
        int tile = 1 + onCanvas / side * tiles.map(TileLayout::columns).orElse(0) + along / side;
        return new VisualToken(image, tile, onCanvas % side, along % side);
    }

    /**
     * The part of the picture that a token shows. The overview shows the whole picture, out of shape where it is no
     * square.
     */
    public Optional<ImageRegion> region(VisualToken token) {
        if (token.column() == VisualToken.SEPARATOR) {
            return Optional.empty();
        }
        if (token.tile() == 0 || tiles.isEmpty()) {
            return Optional.of(ImageRegion.whole().cell(token.row(), token.column(), side, side));
        }
        TileLayout layout = tiles.get();
        int tokenRows = layout.rows() * side;
        int tokenColumns = layout.columns() * side;
        if (isCoarser()) {
            ImageRegion first = layout.shown().cell(shown.firstRow(), shown.firstColumn(), tokenRows, tokenColumns);
            ImageRegion last = layout.shown().cell(shown.endRow() - 1, shown.endColumn() - 1, tokenRows, tokenColumns);
            return Optional.of(new ImageRegion(first.left(), first.top(), last.right(), last.bottom())
                    .cell(token.row(), token.column(), rows, columns));
        }
        int tile = token.tile() - 1;
        return Optional.of(layout.shown()
                .cell(
                        tile / layout.columns() * side + token.row(),
                        tile % layout.columns() * side + token.column(),
                        tokenRows,
                        tokenColumns));
    }
}
