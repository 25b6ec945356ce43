// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.Prompt;
import java.util.List;
import java.util.Optional;

/**
 * What one step learns from.
 *
 * @param images one an example
 * @param prompts with lessons of equal layout, one an example; empty where only images are learnt from
 * @param groups for each example its questions, in the order of the lesson's segments, and their images
 * @param patches what the patches of the images show; absent if that is not learnt
 */
public record TrainingBatch(
        List<Image> images, List<Prompt> prompts, List<ImageGroup> groups, Optional<PatchTargets> patches) {

    /** Copies the lists. */
    public TrainingBatch {
        images = List.copyOf(images);
        prompts = List.copyOf(prompts);
        groups = List.copyOf(groups);
    }
}
