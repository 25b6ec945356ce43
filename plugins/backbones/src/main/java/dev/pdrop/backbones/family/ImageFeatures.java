// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import ai.djl.ndarray.NDArray;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.VisualFeatures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Projected features by image, and what was captured of them; owns its tensors. */
public final class ImageFeatures implements VisualFeatures {

    private final Map<Image, Tensor> features = new LinkedHashMap<>();
    private final Map<Capture, Map<Image, Tensor>> captured = new TreeMap<>();
    private final Set<Capture> captures;

    /** Features of no image yet, of which so much is to be captured. */
    public ImageFeatures(Set<Capture> captures) {
        this.captures = Set.copyOf(captures);
    }

    /** Adds an image whose tensors belong to these features from now on. */
    public void add(Image image, Tensor projected) {
        features.put(image, projected);
    }

    /** Adds what was captured of an image; the tensor belongs to these features from now on. */
    public void add(Capture capture, Image image, Tensor value) {
        captured.computeIfAbsent(capture, each -> new LinkedHashMap<>()).put(image, value);
    }

    /** (visual tokens, hidden size), borrowed */
    public Tensor tensor(Image image) {
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
        Tensor tensor = captured.getOrDefault(capture, Map.of()).get(image);
        if (tensor == null) {
            throw new IllegalArgumentException(capture + " was not declared when " + image + " was encoded");
        }
        return tensor.array();
    }

    @Override
    public void close() {
        features.values().forEach(Tensor::close);
        captured.values().forEach(values -> values.values().forEach(Tensor::close));
    }
}
