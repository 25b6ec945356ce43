// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Gradients being recorded, from when it is opened until it is closed, on one thread.
 *
 * <p>Weights ask for gradients only as long as a tape is open: at any other time they are plain tensors that can be
 * written into. What is computed with NDArray operators on this thread is recorded too.
 */
public final class Tape implements AutoCloseable {

    private final Kernels kernels;
    private final List<Tensor> weights;
    private final boolean before;
    private boolean closed;

    private Tape(Kernels kernels, List<Tensor> weights) {
        this.kernels = kernels;
        this.weights = weights;
        this.before = JniUtils.isGradMode();
    }

    /**
     * Begins to record.
     *
     * @param weights what gradients are wanted for, borrowed
     * @throws IllegalStateException if another tape of these kernels is open
     */
    public static Tape open(Kernels kernels, List<Tensor> weights) {
        if (kernels.recording()) {
            throw new IllegalStateException("gradients are being recorded already");
        }
        Tape tape = new Tape(kernels, List.copyOf(weights));
        tape.switchTo(true);
        return tape;
    }

    private void switchTo(boolean on) {
        weights.forEach(weight -> weight.array().setRequiresGradient(on));
        JniUtils.setGradMode(on || before);
        kernels.record(on);
    }

    /**
     * The gradient of a number for each of the weights; what was recorded on the way to it is forgotten.
     *
     * @return for each weight a tensor of its shape, or one without elements if nothing led from it to the number; the
     *     caller's
     */
    public List<Tensor> gradients(NDArray value) {
        if (closed) {
            throw new IllegalStateException("this recording has been closed");
        }
        if (weights.isEmpty()) {
            return List.of();
        }
        return kernels.recordable("gradients").with(value).with(weights).tensors();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            switchTo(false);
        }
    }
}
