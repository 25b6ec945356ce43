// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Weights by name, as one argument of a kernel.
 *
 * <p>Owns its tensors and is owned by its {@link Kernels}. Built once after loading, so that a kernel call passes a
 * whole layer as one handle.
 */
public final class TensorMap {

    private static final String EPSILON = "epsilon";

    private final Map<String, Tensor> tensors;
    private final IValue value;

    TensorMap(Map<String, Tensor> tensors) {
        this.tensors = new LinkedHashMap<>(tensors);
        Map<String, PtNDArray> arrays = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> arrays.put(name, tensor.handle()));
        this.value = IValue.stringMapFrom(arrays);
    }

    /** A tensor of the map, borrowed. */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor is called " + name + " among " + tensors.keySet());
        }
        return tensor;
    }

    /** Adds the tensors, borrowed, under their names with a prefix; constants that are not learnt are left out. */
    public void addTo(Map<String, Tensor> named, String prefix) {
        forEach((name, tensor) -> {
            if (!name.equals(EPSILON)) {
                named.put(prefix + name, tensor);
            }
        });
    }

    /** Hands on names and tensors, borrowed, in the order in which they were given. */
    void forEach(BiConsumer<String, Tensor> use) {
        tensors.forEach(use);
    }

    IValue value() {
        return value;
    }

    void close() {
        value.close();
        tensors.values().forEach(Tensor::close);
    }
}
