// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import ai.djl.ndarray.NDArray;
import dev.pdrop.backbones.kernels.DecoderKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.LessonLoss;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A loss and the logits that it was computed from; owns its tensors. */
public final class TensorLoss implements LessonLoss {

    private final DecoderKernels kernels;
    private final Lessons lessons;
    private final Tensor mean;
    private final Tensor logits;
    private int @Nullable [] predicted;

    /**
     * A loss.
     *
     * @param logits of the learning rows of all examples: (rows, vocabulary)
     */
    TensorLoss(DecoderKernels kernels, Lessons lessons, Tensor mean, Tensor logits) {
        this.kernels = kernels;
        this.lessons = lessons;
        this.mean = mean;
        this.logits = logits;
    }

    @Override
    public NDArray mean() {
        return mean.array();
    }

    /** What the loss was computed from, borrowed: (learning rows of all examples, vocabulary), float32. */
    public NDArray logits() {
        return logits.array();
    }

    @Override
    public int[] predicted(int example) {
        int first = lessons.firstLearningRow(example);
        return Arrays.copyOfRange(predicted(), first, first + lessons.learningRowCount(example));
    }

    private int[] predicted() {
        int[] known = predicted;
        if (known == null) {
            try (Tensor likeliest = kernels.likeliest(logits)) {
                known = Arrays.stream(likeliest.array().toLongArray())
                        .mapToInt(Math::toIntExact)
                        .toArray();
            }
            predicted = known;
        }
        return known;
    }

    @Override
    public void close() {
        mean.close();
        logits.close();
    }
}
