// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A call of a kernel in the making; its arguments are borrowed, its results are the caller's. Run once. */
interface KernelCall {

    /** The next argument, a tensor. */
    KernelCall with(Tensor tensor);

    /** The next argument, an array that no tensor refers to. */
    KernelCall with(NDArray array);

    /** The next argument, a list of at least one tensor. */
    KernelCall with(List<Tensor> tensors);

    /** The next argument, tensors by name. */
    KernelCall with(TensorMap weights);

    /** The next argument, a number. */
    KernelCall with(long number);

    /** The next argument, a list of numbers. */
    KernelCall withShape(long... shape);

    /** Runs a kernel that gives one tensor. */
    Tensor tensor();

    /** Runs a kernel that gives a list. */
    List<Tensor> tensors();
}
