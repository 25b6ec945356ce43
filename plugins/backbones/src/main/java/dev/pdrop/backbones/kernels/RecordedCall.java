// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.List;

/**
 * A call that records gradients.
 *
 * <p>This is the one way that DJL leaves open: all arguments go in one list, in which names tell what belongs together.
 * An array {@code module_method:NAME} names the kernel, {@code a[]} are entries of a list, {@code a.key} of a map. What
 * comes out belongs to the owner of the first array of the list.
 */
final class RecordedCall implements KernelCall {

    private final PtSymbolBlock module;
    private final NDList arguments = new NDList();

    /**
     * A call.
     *
     * @param marker any array of the manager that results are to belong to
     */
    RecordedCall(PtSymbolBlock module, String kernel, PtNDArray marker) {
        this.module = module;
        add(marker, "module_method:" + kernel);
    }

    @Override
    public KernelCall with(Tensor tensor) {
        return with(tensor.array());
    }

    @Override
    public KernelCall with(NDArray array) {
        add((PtNDArray) array, "");
        return this;
    }

    @Override
    public KernelCall with(List<Tensor> tensors) {
        String name = "list" + arguments.size() + "[]";
        tensors.forEach(tensor -> add(tensor.handle(), name));
        return this;
    }

    @Override
    public KernelCall with(TensorMap weights) {
        String name = "map" + arguments.size() + ".";
        weights.forEach((key, tensor) -> add(tensor.handle(), name + key));
        return this;
    }

    @Override
    public KernelCall with(long number) {
        throw new UnsupportedOperationException("recorded kernels take tensors, not " + number);
    }

    @Override
    public KernelCall withShape(long... shape) {
        throw new UnsupportedOperationException("recorded kernels take tensors, not a list of " + shape.length);
    }

    private void add(PtNDArray array, String name) {
        array.setName(name);
        arguments.add(array);
    }

    @Override
    public Tensor tensor() {
        return Tensor.owning(run().singletonOrThrow());
    }

    @Override
    public List<Tensor> tensors() {
        return run().stream().map(Tensor::owning).toList();
    }

    private NDList run() {
        return IValueUtils.forward(module, arguments, true);
    }
}
