// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.spi.ImageSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the patches of a batch show, as rows of weights: where a patch's word has its column stands how much the patch
 * counts, everything else is 0. The weights of a family add up to 1 over the batch.
 *
 * <p>Immutable.
 */
public final class PatchTargets {

    private final List<float[]> weights;
    private final List<int[]> labels;

    private PatchTargets(List<float[]> weights, List<int[]> labels) {
        this.weights = weights;
        this.labels = labels;
    }

    /** The targets of images, patch by patch and image by image. */
    static PatchTargets of(List<ImageSource> images, PatchVocabulary vocabulary, PatchWeights count) {
        List<Map<String, List<String>>> described =
                images.stream().map(vocabulary::describe).toList();
        List<float[]> weights = new ArrayList<>();
        List<int[]> labels = new ArrayList<>();
        for (PatchVocabulary.Family family : vocabulary.families()) {
            int[] own = labels(described, family, vocabulary.patches());
            labels.add(own);
            weights.add(weights(own, family.words().size() + 1, count));
        }
        return new PatchTargets(weights, labels);
    }

    /** The weights of a family: (patches, words + 1), row-major, borrowed. */
    public float[] weights(int family) {
        return weights.get(family);
    }

    /** For each patch the column of its word in a family, 0 for none, -1 for a word that is not known; a copy. */
    public int[] labels(int family) {
        return labels.get(family).clone();
    }

    private static int[] labels(List<Map<String, List<String>>> described, PatchVocabulary.Family family, int patches) {
        int[] labels = new int[described.size() * patches];
        for (int image = 0; image < described.size(); image++) {
            List<String> words = described.get(image).getOrDefault(family.name(), List.of());
            for (int patch = 0; patch < words.size(); patch++) {
                String word = words.get(patch);
                int index = family.words().indexOf(word);
                labels[image * patches + patch] = word.isEmpty() ? 0 : index < 0 ? -1 : index + 1;
            }
        }
        return labels;
    }

    private static float[] weights(int[] labels, int columns, PatchWeights count) {
        double total =
                Arrays.stream(labels).mapToDouble(label -> weight(label, count)).sum();
        float[] weights = new float[labels.length * columns];
        for (int patch = 0; patch < labels.length; patch++) {
            if (labels[patch] >= 0 && total > 0) {
                weights[patch * columns + labels[patch]] = (float) (weight(labels[patch], count) / total);
            }
        }
        return weights;
    }

    private static double weight(int label, PatchWeights count) {
        if (label < 0) {
            return 0;
        }
        return label == 0 ? count.background() : count.foreground();
    }
}
