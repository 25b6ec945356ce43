// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.TokenGrid;
import dev.pdrop.spi.VisualFeatures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Encoded images: the mean colour of each cell of a grid, times a matrix. */
final class ToyFeatures implements VisualFeatures {

    private final NDManager manager;
    private final Set<Capture> captures;
    private final Map<Image, NDArray> features = new LinkedHashMap<>();
    private final Map<Image, NDArray> pixels = new LinkedHashMap<>();

    /**
     * Encodes images.
     *
     * @param manager owned from now on
     * @param projector (3, width)
     */
    ToyFeatures(NDManager manager, List<Image> images, Set<Capture> captures, ToyConfig config, NDArray projector) {
        this.manager = manager;
        this.captures = Set.copyOf(captures);
        for (Image image : images) {
            if (!features.containsKey(image)) {
                encode(image, config, projector);
            }
        }
    }

    @Override
    public List<Image> images() {
        return List.copyOf(features.keySet());
    }

    @Override
    public NDArray of(Image image) {
        return require(features, image);
    }

    @Override
    public Set<Capture> captures() {
        return captures;
    }

    @Override
    public NDArray captured(Image image, Capture capture) {
        if (!captures.contains(capture)) {
            throw new IllegalArgumentException("not declared when the image was encoded: " + capture);
        }
        return require(pixels, image);
    }

    @Override
    public void close() {
        manager.close();
    }

    private void encode(Image image, ToyConfig config, NDArray projector) {
        try (NDManager scope = manager.newSubManager()) {
            TokenGrid grid = config.grid(image);
            Shape shape = new Shape(grid.rows(), grid.columns(), 3);
            NDArray cells = scope.create(cells(image, grid.rows(), grid.columns()), shape);
            features.put(image, scope.ret(cells.reshape(grid.tokens(), 3).matMul(projector)));
            if (!captures.isEmpty()) {
                pixels.put(image, scope.ret(cells.transpose(2, 0, 1)));
            }
        }
    }

    /** (rows, columns, 3): mean colours from -1 to 1. */
    private static float[] cells(Image image, int rows, int columns) {
        byte[] rgb = image.rgb();
        float[] cells = new float[rows * columns * 3];
        for (int i = 0; i < cells.length; i++) {
            int row = i / (3 * columns);
            int column = i / 3 % columns;
            cells[i] = mean(
                    rgb, image.width(), span(row, rows, image.height()), span(column, columns, image.width()), i % 3);
        }
        return cells;
    }

    /** First and last (exclusive) pixel of a cell; cells of an image smaller than the grid share pixels. */
    private static int[] span(int cell, int cells, int size) {
        int from = cell * size / cells;
        return new int[] {from, Math.max(from + 1, (cell + 1) * size / cells)};
    }

    private static float mean(byte[] rgb, int width, int[] rows, int[] columns, int channel) {
        long sum = 0;
        for (int y = rows[0]; y < rows[1]; y++) {
            for (int x = columns[0]; x < columns[1]; x++) {
                sum += rgb[3 * (y * width + x) + channel] & 0xff;
            }
        }
        return sum / (127.5f * (rows[1] - rows[0]) * (columns[1] - columns[0])) - 1;
    }

    private static NDArray require(Map<Image, NDArray> values, Image image) {
        NDArray value = values.get(image);
        if (value == null) {
            throw new IllegalArgumentException("not among the encoded images: " + image);
        }
        return value;
    }
}
