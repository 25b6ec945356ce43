// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.image.PatchGrid;
import dev.pdrop.backbones.image.PatchProcessor.Patch;
import dev.pdrop.backbones.kernels.WindowKernels.Style;
import dev.pdrop.spi.Geometry;
import java.util.Set;

/**
 * The description of a vision tower for pictures of any size, and of the merger behind it.
 *
 * @param style how it norms its rows, and what stands in its feed-forward blocks
 * @param patch what becomes a row
 * @param hiddenSize width of a row, four times a whole number for every head
 * @param feedForwardSize width inside a feed-forward block
 * @param heads attention heads
 * @param layers how many there are
 * @param window squares of patches along each side of a window, or {@link #UNBOUNDED}
 * @param wholeLayers layers whose rows attend to the whole picture, counted from 0
 * @param ropeTheta base of the rotary wave lengths
 * @param outputSize width of a visual token
 */
record QwenVisionConfig(
        Style style,
        Patch patch,
        int hiddenSize,
        int feedForwardSize,
        int heads,
        int layers,
        int window,
        Set<Integer> wholeLayers,
        double ropeTheta,
        int outputSize) {

    /** What norms add, in all published models. */
    static final double EPSILON = 1e-6;

    /** A window that holds any picture. */
    static final int UNBOUNDED = Integer.MAX_VALUE;

    QwenVisionConfig {
        wholeLayers = Set.copyOf(wholeLayers);
    }

    /** Width of one head. */
    int headSize() {
        return hiddenSize / heads;
    }

    /** Width of the rows of a square side by side. */
    long squareSize() {
        return (long) hiddenSize * patch.merged() * patch.merged();
    }

    /** Whether rows of a layer attend to the whole picture. */
    boolean attendsToAll(int layer) {
        return window == UNBOUNDED || wholeLayers.contains(layer);
    }

    /** The sizes for a picture of so many squares. */
    Geometry.Vision vision(PatchGrid grid) {
        int patches = grid.patches();
        Geometry.Tower tower = new Geometry.Tower(
                layers,
                hiddenSize,
                feedForwardSize,
                style == Style.GATED ? 3 : 2,
                heads,
                patches,
                patch.values(),
                patches,
                attended(grid));
        long weights = squareSize() * (squareSize() + outputSize);
        return new Geometry.Vision(tower, new Geometry.Projector(grid.tokens(), weights), grid.tokens());
    }

    /* Rows that one row attends to, on average over rows and layers. */
    private int attended(PatchGrid grid) {
        double windowed = WindowOrder.of(grid, window).attendedRows();
        long whole = window == UNBOUNDED
                ? layers
                : wholeLayers.stream().filter(layer -> layer < layers).count();
        return (int) Math.round((whole * grid.patches() + (layers - whole) * windowed) / layers);
    }
}
