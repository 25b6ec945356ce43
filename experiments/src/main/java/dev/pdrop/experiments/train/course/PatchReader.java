// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;
import java.util.Set;

/** Reads words off the patches of images. Close it. */
interface PatchReader extends AutoCloseable {

    /** What must be captured while images are encoded. */
    Set<Capture> needs();

    /** What the reader itself learns. */
    List<Parameter> aids();

    /**
     * What it reads: a row for each patch, those of an image below those of the image before.
     *
     * @param features of the images
     * @param scope owns the result
     * @return (patches of all images, width)
     */
    NDArray rows(VisualFeatures features, List<Image> images, NDManager scope);

    /**
     * What patches seem to show.
     *
     * @param rows what {@link #rows} gave
     * @param scope owns {@code rows} and the result
     * @return logits, (patches of all images, columns of the vocabulary)
     */
    NDArray read(NDArray rows, NDManager scope);

    /**
     * Takes the gradient of what {@link #read} gave, for what the reader itself learns: a recording gives gradients of
     * the model's parameters alone.
     *
     * @param rows what was read, without gradient
     * @param gradient of the logits
     */
    void learn(NDArray rows, NDArray gradient);

    @Override
    void close();
}
