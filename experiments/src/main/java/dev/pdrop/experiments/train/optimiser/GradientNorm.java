// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.optimiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Parameter;
import java.util.List;

/** The length of all gradients together. */
public final class GradientNorm {

    private GradientNorm() {}

    /**
     * The root of the sum of the squares of all gradients; the host waits for the device once.
     *
     * @param parameters those without a gradient count as 0
     * @param manager of the model's device
     * @return NaN or infinite if any gradient is
     */
    public static double of(List<Parameter> parameters, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDList norms = new NDList();
            for (Parameter parameter : parameters) {
                if (parameter.hasGradient()) {
                    NDArray gradient = parameter.gradient();
                    scope.tempAttachAll(gradient);
                    norms.add(gradient.norm());
                }
            }
            return norms.isEmpty() ? 0 : length(NDArrays.stack(norms).toFloatArray());
        }
    }

    private static double length(float[] norms) {
        double squares = 0;
        for (float norm : norms) {
            squares += (double) norm * norm;
        }
        return Math.sqrt(squares);
    }
}
