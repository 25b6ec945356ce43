// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;
import java.util.Set;

/**
 * A question as a model reads it.
 *
 * @param id of the example
 * @param images what its images are called together: the same for all questions about the same images, and for no
 *     others
 * @param prompt the prompt
 */
public record Asked(String id, String images, Prompt prompt) {

    /**
     * The images of some questions behind tower and projector, each encoded once, nothing captured; none for questions
     * without images. The caller closes them.
     *
     * @throws dev.pdrop.spi.InvalidImageException if the model has no use for an image
     */
    public static VisualFeatures encode(Backbone backbone, List<Asked> questions) {
        List<Image> images = questions.stream()
                .flatMap(one -> one.prompt.images().stream())
                .distinct()
                .toList();
        return images.isEmpty() ? backbone.noFeatures() : backbone.encode(images, Set.of());
    }
}
