// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.pdrop.experiments.train.checkpoint.Checkpoint;
import dev.pdrop.spi.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters in a checkpoint. */
final class Weights {

    private static final String PREFIX = "parameter/";

    private Weights() {}

    /** The values by the names that they have in a checkpoint, borrowed. */
    static Map<String, NDArray> of(List<Parameter> parameters) {
        Map<String, NDArray> values = new LinkedHashMap<>();
        parameters.forEach(parameter -> values.put(PREFIX + parameter.name(), parameter.value()));
        return values;
    }

    /**
     * Writes the values of a checkpoint into parameters; whether they are learnt stays to be said.
     *
     * @param manager of the model's device
     */
    static void restore(List<Parameter> parameters, Checkpoint checkpoint, NDManager manager) {
        for (Parameter parameter : parameters) {
            // A value that is learnt must not be written to while gradients are recorded.
            parameter.learn(false);
            try (NDManager scope = manager.newSubManager()) {
                NDArray stored = scope.create(
                        checkpoint.tensor(PREFIX + parameter.name()),
                        parameter.value().getShape());
                scope.tempAttachAll(parameter.value());
                parameter.value().set(new NDIndex("..."), stored);
            }
        }
    }
}
