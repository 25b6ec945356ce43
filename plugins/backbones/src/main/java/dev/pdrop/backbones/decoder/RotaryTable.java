// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Angles;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
    private final Optional<Tensor> axes;
    private int capacity;
    private Angles table;

    /**
     * A table.
     *
     * @param like any tensor in the model's number format, borrowed for as long as the table lives
     */
    RotaryTable(Kernels kernels, DecoderConfig config, Tensor like) {
        this.kernels = kernels;
        this.rows = new RowKernels(kernels);
        this.like = like;
        this.frequencies = frequencies(config.headSize(), config.ropeTheta());
        this.axes = axes(kernels, config);
        this.capacity = FIRST_POSITIONS;
        this.table = build(FIRST_POSITIONS);
    }

    /* The axis of each column of the table. */
    private static Optional<Tensor> axes(Kernels kernels, DecoderConfig config) {
        if (!config.onGrids()) {
            return Optional.empty();
        }
        long[] columns = Stream.concat(config.axes().stream(), config.axes().stream())
                .mapToLong(Integer::longValue)
                .toArray();
        return Optional.of(kernels.longs(columns, columns.length));
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
     * The angles of rows; as many in each example.
     *
     * @throws IllegalArgumentException if there are several axes of positions for a model that has one
     */
    Angles of(Positions positions) {
        for (int axis = 0; axis < positions.axes(); axis++) {
            reserve(1 + highest(positions.onAxis(axis)));
        }
        if (positions.oneSuffices()) {
            return onOneAxis(positions.onAxis(0));
        }
        Tensor axisOfColumn =
                axes.orElseThrow(() -> new IllegalArgumentException("this decoder's positions are one number"));
        int count = positions.onAxis(0)[0].length;
        long[] flat = IntStream.range(0, positions.axes())
                .mapToObj(positions::onAxis)
                .flatMap(Arrays::stream)
                .flatMapToInt(Arrays::stream)
                .asLongStream()
                .toArray();
        try (Tensor places = kernels.longs(flat, positions.axes(), positions.batch(), count)) {
            return table.map(each -> rows.axisPositions(each, places, axisOfColumn));
        }
    }

    private static int highest(int[][] positions) {
        return Arrays.stream(positions).flatMapToInt(Arrays::stream).max().orElse(0);
    }

    private Angles onOneAxis(int[][] positions) {
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
        axes.ifPresent(Tensor::close);
    }
}
