// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

/**
 * Sine and cosine position embeddings of a square grid of patches.
 *
 * <p>Half of the numbers tell the column and half the row, each half as sines and then cosines of width / 4
 * frequencies, which fall from 1 to nearly 1 / {@code temperature}. So patches know from the start which ones are near.
 *
 * @source He et al.: Masked Autoencoders Are Scalable Vision Learners, arXiv 2111.06377, as in the authors'
 *     {@code pos_embed.py}. Deviation: everything is multiplied by a factor.
 */
final class GridPositions {

    private final int side;
    private final int width;
    private final double factor;
    private final double temperature;

    /**
     * Embeddings of {@code side} x {@code side} patches.
     *
     * @param width a multiple of 4
     */
    GridPositions(int side, int width, double factor, double temperature) {
        this.side = side;
        this.width = width;
        this.factor = factor;
        this.temperature = temperature;
    }

    /**
     * The table: a row of zeros for the class token, then patches row by row.
     *
     * @shape (1 + side * side, width)
     */
    float[] table() {
        float[] table = new float[(1 + side * side) * width];
        for (int patch = 0; patch < side * side; patch++) {
            int start = (1 + patch) * width;
            fill(table, start, patch % side);
            fill(table, start + width / 2, patch / side);
        }
        return table;
    }

    private void fill(float[] table, int start, int position) {
        int frequencies = width / 4;
        for (int i = 0; i < frequencies; i++) {
            double angle = position * StrictMath.pow(temperature, -(double) i / frequencies);
            table[start + i] = (float) (factor * StrictMath.sin(angle));
            table[start + frequencies + i] = (float) (factor * StrictMath.cos(angle));
        }
    }
}
