// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.experiments.train.data.PatchTargets;
import dev.pdrop.experiments.train.data.PatchVocabulary;
import dev.pdrop.spi.ImageSource;
import java.util.List;

/** How badly patches are described: the cross-entropy of each family of words, added up. */
final class PatchLoss {

    private final PatchVocabulary vocabulary;

    PatchLoss(PatchVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * The loss.
     *
     * @param logits (patches, columns of the vocabulary)
     * @param scope owns {@code logits} and the result
     * @return a single number
     */
    NDArray of(NDArray logits, PatchTargets targets, NDManager scope) {
        return of(logits, targets, true, scope);
    }

    /**
     * The loss, with or without what is read by a linear map.
     *
     * @param linear whether that counts
     */
    NDArray of(NDArray logits, PatchTargets targets, boolean linear, NDManager scope) {
        NDArray total = scope.create(0f);
        List<PatchVocabulary.Family> families = vocabulary.families();
        for (int index = 0; index < families.size(); index++) {
            if (families.get(index).linear() && !linear) {
                continue;
            }
            NDArray own = columns(logits, families.get(index));
            NDArray weights = scope.create(targets.weights(index), own.getShape());
            total = total.sub(own.logSoftmax(1).mul(weights).sum());
        }
        return total;
    }

    /**
     * The gradient of the loss: softmax times the patch's weight, minus the weight at the right column.
     *
     * @param logits (patches, columns of the vocabulary), without gradient
     * @param scope owns {@code logits} and the result
     * @return of the shape of {@code logits}
     */
    NDArray gradient(NDArray logits, PatchTargets targets, NDManager scope) {
        NDList all = new NDList();
        List<PatchVocabulary.Family> families = vocabulary.families();
        for (int index = 0; index < families.size(); index++) {
            NDArray own = columns(logits, families.get(index));
            NDArray weights = scope.create(targets.weights(index), own.getShape());
            NDArray whole = weights.sum(new int[] {1}, true);
            all.add(own.softmax(1).mul(whole).sub(weights));
        }
        return NDArrays.concat(all, 1);
    }

    /**
     * Counts the patches to which a property applies and whose word is the likeliest.
     *
     * @param logits (patches, columns of the vocabulary)
     * @param images one a picture of the batch
     */
    void examine(NDArray logits, PatchTargets targets, List<ImageSource> images, Tally tally) {
        List<PatchVocabulary.Family> families = vocabulary.families();
        for (int index = 0; index < families.size(); index++) {
            long[] said = columns(logits, families.get(index)).argMax(1).toLongArray();
            int[] labels = targets.labels(index);
            String name = families.get(index).name();
            for (int image = 0; image < images.size(); image++) {
                Tally.Count count = count(said, labels, image * vocabulary.patches());
                if (count.asked() > 0) {
                    tally.add(images.get(image), name, count.right(), count.asked());
                }
            }
        }
    }

    private Tally.Count count(long[] said, int[] labels, int start) {
        int right = 0;
        int asked = 0;
        for (int patch = start; patch < start + vocabulary.patches(); patch++) {
            asked += labels[patch] > 0 ? 1 : 0;
            right += labels[patch] > 0 && labels[patch] == said[patch] ? 1 : 0;
        }
        return new Tally.Count(right, asked);
    }

    private static NDArray columns(NDArray logits, PatchVocabulary.Family family) {
        return logits.get(new NDIndex().addAllDim().addSliceDim(family.start(), family.end()));
    }

    /** Rows of all images one below the other. */
    static NDArray rows(NDArray stacked) {
        Shape shape = stacked.getShape();
        return stacked.reshape(-1, shape.get(shape.dimension() - 1));
    }
}
