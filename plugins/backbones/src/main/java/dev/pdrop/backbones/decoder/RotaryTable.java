// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Angles;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import java.util.Arrays;

/**
 * Cosines and sines of rotary positions, on the device, for as many positions as have been asked for.
 *
 * <p>Angles are rounded to float32 where transformers rounds them: the wave lengths, their products with positions, the
 * results. The sine's first half is negated, so that the rotation of a half-split pair is one product and one sum.
 */
final class RotaryTable implements AutoCloseable {

    private static final int FIRST_POSITIONS = 1024;

    private final Kernels kernels;
    private final RowKernels rows;
    private final Tensor like;
    private final float[] frequencies;
    private int capacity;
    private Angles table;

    /**
     * A table.
     *
     * @param like any tensor in the model's number format, borrowed for as long as the table lives
     */
    RotaryTable(Kernels kernels, int headSize, double theta, Tensor like) {
        this.kernels = kernels;
        this.rows = new RowKernels(kernels);
        this.like = like;
        this.frequencies = frequencies(headSize, theta);
        this.capacity = FIRST_POSITIONS;
        this.table = build(FIRST_POSITIONS);
    }

    private static float[] frequencies(int headSize, double theta) {
        float[] frequencies = new float[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float exponent = (float) (2 * i) / headSize;
            frequencies[i] = 1f / (float) Math.pow(theta, exponent);
        }
        return frequencies;
    }

    /**
     * The angles of rows.
     *
     * @param positions for each example, the position of each row; as many in each
     */
    Angles of(int[][] positions) {
        reserve(1 + Arrays.stream(positions).flatMapToInt(Arrays::stream).max().orElse(0));
        boolean equal = Arrays.stream(positions).allMatch(own -> Arrays.equals(own, positions[0]));
        if (equal && isRun(positions[0])) {
            int first = positions[0].length == 0 ? 0 : positions[0][0];
            return table.map(each -> rows.positions(each, first, positions[0].length));
        }
        int[][] needed = equal ? new int[][] {positions[0]} : positions;
        try (Tensor places = Places.of(kernels, needed)) {
            return table.map(each -> rows.positions(each, places));
        }
    }

    private static boolean isRun(int[] positions) {
        for (int i = 1; i < positions.length; i++) {
            if (positions[i] != positions[0] + i) {
                return false;
            }
        }
        return true;
    }

    private void reserve(int count) {
        if (count <= capacity) {
            return;
        }
        capacity = Math.max(count, 2 * capacity);
        table.close();
        table = build(capacity);
    }

    private Angles build(int count) {
        int half = frequencies.length;
        float[] cosine = new float[count * 2 * half];
        float[] sine = new float[count * 2 * half];
        for (int position = 0; position < count; position++) {
            for (int i = 0; i < half; i++) {
                double angle = position * frequencies[i];
                int at = position * 2 * half + i;
                cosine[at] = (float) Math.cos(angle);
                cosine[at + half] = cosine[at];
                sine[at + half] = (float) Math.sin(angle);
                sine[at] = -sine[at + half];
            }
        }
        return new Angles(table(cosine, count), table(sine, count));
    }

    private Tensor table(float[] values, int count) {
        try (Tensor wide = kernels.floats(values, count, 1, 2L * frequencies.length)) {
            return rows.converted(wide, like);
        }
    }

    @Override
    public void close() {
        table.close();
    }
}
