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
    private final Optional<Tensor> mask;

    private Pass(Sequence sequence, Angles angles, Optional<Tensor> mask) {
        this.sequence = sequence;
        this.angles = angles;
        this.mask = mask;
    }

    /**
     * The pass of a sequence.
     *
     * @param rows its rows, which tell the number format
     */
    static Pass over(Sequence sequence, Kernels kernels, RotaryTable rotary, Tensor rows) {
        Angles angles = rotary.of(sequence.positions());
        return new Pass(sequence, angles, mask(sequence, kernels, rows));
    }

    private static Optional<Tensor> mask(Sequence sequence, Kernels kernels, Tensor rows) {
        if (!sequence.lessons().present()) {
            return Optional.empty();
        }
        if (!sequence.lessons().packed()) {
            return Optional.of(kernels.floats(new float[0], 0));
        }
        try (Tensor segments = Places.of(kernels, sequence.segments())) {
            return Optional.of(new DecoderKernels(kernels).lessonMask(segments, rows));
        }
    }

    Sequence sequence() {
        return sequence;
    }

    Angles angles() {
        return angles;
    }

    /** What rows of lessons see; a tensor without elements if all that is before them. */
    Optional<Tensor> lessonMask() {
        return mask;
    }

    /** What rows see that do not see all that is before them: (1 or batch, 1, rows, rows). */
    Optional<Tensor> blockMask() {
        return mask.filter(tensor -> sequence.lessons().packed());
    }

    @Override
    public void close() {
        angles.close();
        mask.ifPresent(Tensor::close);
    }
}
