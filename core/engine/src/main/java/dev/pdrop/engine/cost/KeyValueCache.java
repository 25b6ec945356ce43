// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.cost;

import ai.djl.ndarray.types.DataType;
import dev.pdrop.spi.Geometry;
import java.util.List;

/**
 * The keys and values that a prefill leaves behind: two vectors of key heads times head size for each row that a layer
 * processed, text and visual.
 *
 * @param geometry the sizes of the model
 * @param dataType how a number is stored
 */
public record KeyValueCache(Geometry geometry, DataType dataType) {

    /** Bytes of each decoder layer. */
    public List<Double> bytesPerLayer(Workload workload) {
        double row = 2.0 * geometry.keyValueHeads() * geometry.headSize() * dataType.getNumOfBytes();
        return workload.visualTokens().stream()
                .map(visual -> (visual + workload.textTokens()) * row)
                .toList();
    }

    /** Bytes of all layers together. */
    public double bytes(Workload workload) {
        return bytesPerLayer(workload).stream().mapToDouble(Double::doubleValue).sum();
    }
}
