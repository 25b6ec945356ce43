// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavanext;

import dev.pdrop.backbones.image.TileLayout;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.List;

/**
 * The visual tokens of an image: those of the overview, then those of the canvas row by row, each row with a newline
 * behind it; tokens that show nothing of the picture are left out.
 *
 * @param places of the tokens among the rows of all tiles, the overview's first; the place behind the last row is the
 *     newline's
 * @param tiles of the tokens, 0 for the overview, then row by row
 * @param rows of the tokens in their tiles
 * @param columns of the tokens in their tiles, {@link VisualToken#SEPARATOR} for newlines
 * @source LLaVA-NeXT, {@code llava/model/llava_arch.py} with {@code mm_patch_merge_type = spatial_unpad}, as
 *     transformers' {@code pack_image_features} carries it out
 */
record TokenLayout(long[] places, int[] tiles, int[] rows, int[] columns) {

    /**
     * The tokens of a picture.
     *
     * @param side tokens along each side of a tile
     */
    static TokenLayout of(TileLayout layout, int side) {
        List<long[]> tokens = new ArrayList<>();
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                tokens.add(new long[] {(long) row * side + column, 0, row, column});
            }
        }
        long newline = (1L + layout.rows() * layout.columns()) * side * side;
        TileLayout.Tokens shown = layout.unpadded(side);
        for (int row = shown.firstRow(); row < shown.endRow(); row++) {
            long firstTile = 1L + row / side * layout.columns();
            for (int column = shown.firstColumn(); column < shown.endColumn(); column++) {
                long tile = firstTile + column / side;
                long inTile = (long) row % side * side + column % side;
                tokens.add(new long[] {tile * side * side + inTile, tile, row % side, column % side});
            }
            tokens.add(new long[] {newline, firstTile + layout.columns() - 1, row % side, VisualToken.SEPARATOR});
        }
        return new TokenLayout(
                tokens.stream().mapToLong(token -> token[0]).toArray(),
                tokens.stream().mapToInt(token -> (int) token[1]).toArray(),
                tokens.stream().mapToInt(token -> (int) token[2]).toArray(),
                tokens.stream().mapToInt(token -> (int) token[3]).toArray());
    }

    /** How many there are. */
    int size() {
        return places.length;
    }

    /** The tokens of an image at a place of a conversation. */
    List<VisualToken> tokens(int image) {
        List<VisualToken> tokens = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            tokens.add(new VisualToken(image, tiles[i], rows[i], columns[i]));
        }
        return tokens;
    }
}
