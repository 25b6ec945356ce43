// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.spi.Example;
import dev.pdrop.spi.ImageSource;
import java.util.List;

/**
 * Questions about the same images, which follow each other in their data set.
 *
 * @param images the images
 * @param examples the questions, at least one
 */
record ImageGroup(List<ImageSource> images, List<Example> examples) {

    /** Copies the lists. */
    ImageGroup {
        images = List.copyOf(images);
        examples = List.copyOf(examples);
    }
}
