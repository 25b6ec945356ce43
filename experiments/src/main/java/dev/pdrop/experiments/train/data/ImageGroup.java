// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.spi.Example;
import dev.pdrop.spi.ImageSource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Questions about the same images, which follow each other in their data set.
 *
 * @param images the images
 * @param examples the questions, at least one
 */
public record ImageGroup(List<ImageSource> images, List<Example> examples) {

    /** Copies the lists. */
    public ImageGroup {
        images = List.copyOf(images);
        examples = List.copyOf(examples);
    }

    /** What its questions are called together, apart from others about the same images. */
    public String ids() {
        return examples.stream().map(Example::id).collect(Collectors.joining(", "));
    }

    /**
     * What its images are called together, whatever is asked about them; of questions without images, what they are.
     */
    public String imageNames() {
        return images.isEmpty() ? ids() : images.stream().map(ImageSource::name).collect(Collectors.joining(", "));
    }
}
