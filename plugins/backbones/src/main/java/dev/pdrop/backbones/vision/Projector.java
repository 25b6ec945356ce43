// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.vision;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.backbones.weights.WeightLoader;
import java.util.LinkedHashMap;
import java.util.Map;

/** Two linear layers with a GELU between them: from the tower's width to the decoder's. */
public final class Projector {

    private final VisionKernels kernels;
    private final TensorMap weights;

    private Projector(VisionKernels kernels, TensorMap weights) {
        this.kernels = kernels;
        this.weights = weights;
    }

    /**
     * Loads a projector.
     *
     * @param prefix what the names of its tensors start with, up to {@code linear_1}
     * @param from the tower's width
     * @param to the decoder's width
     * @throws dev.pdrop.spi.InvalidModelException if a tensor is missing or of another shape
     */
    public static Projector load(
            WeightLoader loader, Kernels kernels, String prefix, int from, int to, boolean withBias) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("first.weight", loader.load(prefix + "linear_1.weight", to, from));
        tensors.put("second.weight", loader.load(prefix + "linear_2.weight", to, to));
        if (withBias) {
            tensors.put("first.bias", loader.load(prefix + "linear_1.bias", to));
            tensors.put("second.bias", loader.load(prefix + "linear_2.bias", to));
        }
        return new Projector(new VisionKernels(kernels), kernels.map(tensors));
    }

    /** Every tensor of numbers that the projector computes with, by a name that tells where it serves. */
    public Map<String, Tensor> named() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        weights.addTo(named, "");
        return named;
    }

    /**
     * Projects the rows of images.
     *
     * @param rows (images, visual tokens, tower's width)
     * @return (images, visual tokens, decoder's width), the caller's
     */
    public Tensor run(Tensor rows) {
        return kernels.projected(rows, weights);
    }
}
