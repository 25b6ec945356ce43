// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.image.PatchGrid;
import dev.pdrop.backbones.kernels.Angles;
import dev.pdrop.backbones.kernels.Kernels;

/**
 * The rotary angles of patches: half of the waves follow the row, half of them the column.
 *
 * <p>Rounded to float32 where transformers rounds them. The sine's first half is negated.
 */
final class PatchAngles {

    private final float[] frequencies;
    private final int headSize;

    /** For heads of a width, a multiple of 4. */
    PatchAngles(int headSize, double theta) {
        this.headSize = headSize;
        this.frequencies = new float[headSize / 4];
        for (int i = 0; i < frequencies.length; i++) {
            float exponent = 2f * i / (headSize / 2f);
            frequencies[i] = 1f / (float) Math.pow(theta, exponent);
        }
    }

    /**
     * The angles of patches.
     *
     * @param places of the patches in the picture's order, square by square
     * @return (patches, 1, head size) each, float32, the caller's
     */
    Angles of(PatchGrid grid, long[] places, Kernels kernels) {
        float[] cosine = new float[places.length * headSize];
        float[] sine = new float[places.length * headSize];
        for (int patch = 0; patch < places.length; patch++) {
            int square = (int) places[patch] / grid.squarePatches();
            int inside = (int) places[patch] % grid.squarePatches();
            int row = square / grid.columns() * grid.side() + inside / grid.side();
            int column = square % grid.columns() * grid.side() + inside % grid.side();
            int at = patch * headSize;
            fill(cosine, sine, at, row);
            fill(cosine, sine, at + frequencies.length, column);
        }
        return new Angles(
                kernels.floats(cosine, places.length, 1, headSize), kernels.floats(sine, places.length, 1, headSize));
    }

    private void fill(float[] cosine, float[] sine, int from, int position) {
        int half = headSize / 2;
        for (int i = 0; i < frequencies.length; i++) {
            float angle = position * frequencies[i];
            cosine[from + i] = (float) Math.cos(angle);
            cosine[from + i + half] = cosine[from + i];
            sine[from + i + half] = (float) Math.sin(angle);
            sine[from + i] = -sine[from + i + half];
        }
    }
}
