// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.training;

import ai.djl.ndarray.NDArray;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tape;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.TrainableBackbone;
import java.util.List;

/** Gradients being recorded for the weights that learnt when it was opened. */
public final class GradientRecording implements TrainableBackbone.Recording {

    private final RowKernels kernels;
    private final List<Weight> learning;
    private final Tape tape;

    /**
     * Begins to record.
     *
     * @throws IllegalStateException if another recording of these kernels is open
     */
    public GradientRecording(Kernels kernels, List<Weight> weights) {
        this.kernels = new RowKernels(kernels);
        this.learning = weights.stream().filter(Weight::learns).toList();
        this.tape = Tape.open(kernels, learning.stream().map(Weight::tensor).toList());
    }

    @Override
    public void backward(NDArray value) {
        List<Tensor> gradients = tape.gradients(value);
        for (int i = 0; i < gradients.size(); i++) {
            learning.get(i).add(gradients.get(i), kernels);
        }
    }

    @Override
    public void close() {
        tape.close();
    }
}
