// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;

/** Token ids and features to rows at layer 0, put together on the host. */
final class ToyEmbeddings {

    private final float[][] table;
    private final int width;

    /**
     * Embeddings.
     *
     * @param table one row a token
     */
    ToyEmbeddings(float[][] table) {
        this.table = table;
        this.width = table[0].length;
    }

    /** (batch, rows, width) of text. */
    NDArray text(List<int[]> batch, NDManager owner) {
        return rows(batch.stream().map(this::text).toList(), owner);
    }

    /** (batch, rows, width) of prompts with their images. */
    NDArray prompts(List<Prompt> batch, VisualFeatures features, NDManager owner) {
        return rows(batch.stream().map(prompt -> prompt(prompt, features)).toList(), owner);
    }

    private float[] text(int[] ids) {
        float[] rows = new float[ids.length * width];
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(table[ids[i]], 0, rows, i * width, width);
        }
        return rows;
    }

    private float[] prompt(Prompt prompt, VisualFeatures features) {
        float[] rows = text(prompt.ids());
        for (ImageSpan span : prompt.layout().spans()) {
            float[] image = features.of(prompt.images().get(span.image())).toFloatArray();
            System.arraycopy(image, 0, rows, span.start() * width, image.length);
        }
        return rows;
    }

    private NDArray rows(List<float[]> examples, NDManager owner) {
        int size = examples.get(0).length;
        float[] all = new float[examples.size() * size];
        for (int i = 0; i < examples.size(); i++) {
            System.arraycopy(examples.get(i), 0, all, i * size, size);
        }
        // An array made from a Java one lends that memory, which a handle that outlives it would read as garbage: copy.
        try (NDArray lent = owner.create(all, new Shape(examples.size(), size / width, width))) {
            return lent.duplicate();
        }
    }
}
