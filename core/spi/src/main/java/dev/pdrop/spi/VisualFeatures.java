// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Set;

/**
 * Images behind tower and projector, reusable over arms and questions.
 *
 * <p>Owns its tensors; close it when no more prompt will be embedded with it. States embedded from it stay valid.
 */
public interface VisualFeatures extends AutoCloseable {

    /** The images that were encoded. */
    List<Image> images();

    /**
     * The projected features of one image, borrowed.
     *
     * @shape (visual tokens of the image, hidden size), in the model's number format
     * @throws IllegalArgumentException if the image is not among {@link #images()}
     */
    NDArray of(Image image);

    /** What was captured on the way. */
    Set<Capture> captures();

    /**
     * A captured value of one image, borrowed, float32.
     *
     * @throws IllegalArgumentException if it was not declared when the image was encoded
     */
    NDArray captured(Image image, Capture capture);

    @Override
    void close();
}
