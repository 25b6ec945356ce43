// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import ai.djl.ndarray.NDArray;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.VisualFeatures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Projected features by image, and the pixels if they were asked for; owns its tensors. */
final class ImageFeatures implements VisualFeatures {

    private final Map<Image, Tensor> features = new LinkedHashMap<>();
    private final Map<Image, Tensor> pixels = new LinkedHashMap<>();
    private final Set<Capture> captures;

    ImageFeatures(Set<Capture> captures) {
        this.captures = Set.copyOf(captures);
    }

    /** Adds an image whose tensors belong to these features from now on. */
    void add(Image image, Tensor projected) {
        features.put(image, projected);
    }

    void addPixels(Image image, Tensor entering) {
        pixels.put(image, entering);
    }

    boolean has(Image image) {
        return features.containsKey(image);
    }

    /** (visual tokens, hidden size), borrowed */
    Tensor tensor(Image image) {
        Tensor tensor = features.get(image);
        if (tensor == null) {
            throw new IllegalArgumentException(image + " is not among the encoded images " + features.keySet());
        }
        return tensor;
    }

    @Override
    public List<Image> images() {
        return List.copyOf(features.keySet());
    }

    @Override
    public NDArray of(Image image) {
        return tensor(image).array();
    }

    @Override
    public Set<Capture> captures() {
        return captures;
    }

    @Override
    public NDArray captured(Image image, Capture capture) {
        Tensor tensor = pixels.get(image);
        if (tensor == null || !captures.contains(capture)) {
            throw new IllegalArgumentException(capture + " was not declared when " + image + " was encoded");
        }
        return tensor.array();
    }

    @Override
    public void close() {
        features.values().forEach(Tensor::close);
        pixels.values().forEach(Tensor::close);
    }
}
