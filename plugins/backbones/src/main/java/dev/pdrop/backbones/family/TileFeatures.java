// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import dev.pdrop.backbones.image.TokenLayout;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.VisionKernels;
import java.util.stream.LongStream;

/** Puts the features of an image's tiles into the order of its visual tokens. */
public final class TileFeatures {

    private final Kernels kernels;
    private final VisionKernels vision;
    private final RowKernels rows;
    private final Tensor newline;

    /**
     * Of a model.
     *
     * @param newline the feature behind each row: (width), borrowed
     */
    public TileFeatures(Kernels kernels, Tensor newline) {
        this.kernels = kernels;
        this.vision = new VisionKernels(kernels);
        this.rows = new RowKernels(kernels);
        this.newline = newline;
    }

    /**
     * The features of an image.
     *
     * @param projected (tiles, tokens of a tile, width), the overview first; borrowed
     * @return (visual tokens, width), the caller's
     */
    public Tensor inOrder(Tensor projected, TokenLayout layout) {
        try (Tensor joined = vision.joinedTiles(projected, newline)) {
            long last = joined.size(1) - 1L;
            if (layout.isCoarser()) {
                return coarser(joined, layout, last);
            }
            return taken(joined, layout.inOrder(layout.canvasPlaces(), last));
        }
    }

    /**
     * The features of a frame of a video on a coarser grid; behind the last one a newline.
     *
     * @param projected (1, side x side, width), borrowed
     * @param coarse tokens along each side of the frame
     * @return (coarse x coarse, or one more, width), the caller's
     */
    public Tensor ofFrame(Tensor projected, int side, int coarse, boolean last) {
        try (Tensor resized = vision.resizedGrid(projected, side, side, coarse, coarse);
                Tensor joined = last ? vision.joinedTiles(resized, newline) : resized.share()) {
            return vision.eachImage(joined).get(0);
        }
    }

    private Tensor coarser(Tensor joined, TokenLayout layout, long newlinePlace) {
        long overview = (long) layout.side() * layout.side();
        int canvas = layout.rows() * layout.columns();
        long[] fine = layout.canvasPlaces();
        long[] ends = LongStream.concat(layout.overviewPlaces(), LongStream.of(newlinePlace))
                .toArray();
        try (Tensor finePlaces = kernels.longs(fine, 1, fine.length);
                Tensor shown = rows.rows(joined, finePlaces);
                Tensor resized = vision.resizedGrid(
                        shown, layout.shownRows(), layout.shownColumns(), layout.rows(), layout.columns());
                Tensor endPlaces = kernels.longs(ends, 1, ends.length);
                Tensor rest = rows.rows(joined, endPlaces);
                Tensor all = rows.joined(rest, resized)) {
            // The overview, the newline, the canvas.
            long[] canvasPlaces =
                    LongStream.range(overview + 1, overview + 1 + canvas).toArray();
            return taken(all, layout.inOrder(canvasPlaces, overview));
        }
    }

    private Tensor taken(Tensor from, long[] places) {
        try (Tensor chosen = kernels.longs(places, 1, places.length);
                Tensor packed = rows.rows(from, chosen)) {
            return vision.eachImage(packed).get(0);
        }
    }
}
