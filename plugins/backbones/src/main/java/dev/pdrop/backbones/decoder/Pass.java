// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Angles;
import dev.pdrop.backbones.kernels.DecoderKernels;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import java.util.Optional;

/**
 * What all layers share that run over the same rows: the rotary angles of the rows, and what they see of one another.
 *
 * <p>Owns its tensors; computed once for all layers.
 */
final class Pass implements AutoCloseable {

    private final Sequence sequence;
    private final Angles angles;
    private final Optional<Tensor> blockMask;
    private final Optional<Tensor> lessonMask;

    private Pass(Sequence sequence, Angles angles, Optional<Tensor> blockMask, Optional<Tensor> lessonMask) {
        this.sequence = sequence;
        this.angles = angles;
        this.blockMask = blockMask;
        this.lessonMask = lessonMask;
    }

    /**
     * The pass of a sequence.
     *
     * @param rows its rows, which tell the number format
     */
    static Pass over(Sequence sequence, Kernels kernels, RotaryTable rotary, Tensor rows) {
        Angles angles = rotary.of(sequence.positions());
        Lessons lessons = sequence.lessons();
        if (!lessons.packed()) {
            Optional<Tensor> none =
                    lessons.present() ? Optional.of(kernels.floats(new float[0], 1, 1, 0, 0)) : Optional.empty();
            return new Pass(sequence, angles, Optional.empty(), none);
        }
        DecoderKernels layers = new DecoderKernels(kernels);
        int[][] segments = sequence.segments();
        try (Tensor numbers = Places.of(kernels, segments)) {
            Tensor mask = layers.lessonMask(numbers, rows);
            Tensor last = layers.lastOfMask(mask, Lessons.commonPrefix(segments));
            return new Pass(sequence, angles, Optional.of(mask), Optional.of(last));
        }
    }

    Sequence sequence() {
        return sequence;
    }

    Angles angles() {
        return angles;
    }

    /** What the last rows of lessons see; of no rows, if all rows see all that is before them. */
    Optional<Tensor> lessonMask() {
        return lessonMask;
    }

    /** What rows see if some do not see all that is before them: (1 or batch, 1, rows, rows). */
    Optional<Tensor> blockMask() {
        return blockMask;
    }

    @Override
    public void close() {
        angles.close();
        blockMask.ifPresent(Tensor::close);
        lessonMask.ifPresent(Tensor::close);
    }
}
