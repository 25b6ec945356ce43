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
     * What patches seem to show.
     *
     * @param features of the images
     * @param scope owns the result
     * @return logits, (patches of all images, columns of the vocabulary)
     */
    NDArray read(VisualFeatures features, List<Image> images, NDManager scope);

    @Override
    void close();
}
