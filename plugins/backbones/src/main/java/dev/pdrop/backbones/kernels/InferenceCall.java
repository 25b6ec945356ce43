// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.ArrayList;
import java.util.List;

/**
 * A call that records nothing.
 *
 * <p>It runs in libtorch's inference mode: what it makes anew can never take part in what is recorded later, other than
 * views of what can.
 */
final class InferenceCall implements KernelCall {

    private final PtSymbolBlock module;
    private final String kernel;
    private final PtNDManager owner;
    private final List<IValue> arguments = new ArrayList<>();
    private final List<IValue> own = new ArrayList<>();

    /**
     * A call.
     *
     * @param owner what results belong to
     */
    InferenceCall(PtSymbolBlock module, String kernel, PtNDManager owner) {
        this.module = module;
        this.kernel = kernel;
        this.owner = owner;
    }

    @Override
    public KernelCall with(Tensor tensor) {
        return with(tensor.array());
    }

    @Override
    public KernelCall with(NDArray array) {
        return withOwn(IValue.from((PtNDArray) array));
    }

    @Override
    public KernelCall with(List<Tensor> tensors) {
        return withOwn(IValue.listFrom(tensors.stream().map(Tensor::handle).toArray(PtNDArray[]::new)));
    }

    @Override
    public KernelCall with(TensorMap weights) {
        arguments.add(weights.value());
        return this;
    }

    @Override
    public KernelCall with(long number) {
        return withOwn(IValue.from(number));
    }

    @Override
    public KernelCall withShape(long... shape) {
        return withOwn(IValue.listFrom(shape));
    }

    private KernelCall withOwn(IValue value) {
        own.add(value);
        arguments.add(value);
        return this;
    }

    @Override
    public Tensor tensor() {
        try (IValue result = run()) {
            return Tensor.owning(result.toTensor(owner));
        }
    }

    @Override
    public List<Tensor> tensors() {
        try (IValue result = run()) {
            List<Tensor> tensors = new ArrayList<>();
            for (PtNDArray array : result.toTensorArray(owner)) {
                tensors.add(Tensor.owning(array));
            }
            return tensors;
        }
    }

    private IValue run() {
        try {
            return IValueUtils.runMethod(module, kernel, arguments.toArray(IValue[]::new));
        } finally {
            own.forEach(IValue::close);
        }
    }
}
