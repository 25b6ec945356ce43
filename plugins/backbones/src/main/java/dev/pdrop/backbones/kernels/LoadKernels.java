// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** The kernels that loading needs; what they make belongs to the weights. */
public final class LoadKernels {

    private final Kernels kernels;

    /** The loading kernels of a module. */
    public LoadKernels(Kernels kernels) {
        this.kernels = kernels;
    }

    /** A tensor of unset numbers. */
    public Tensor empty(NumberFormat format, long... shape) {
        return switch (format) {
            // Not made by a kernel, for those make nothing that gradients can be recorded for.
            case FLOAT32 -> Tensor.owning(kernels.weightManager().create(new Shape(shape), DataType.FLOAT32));
            case BFLOAT16 -> empty("bfloat16", shape);
            case FLOAT16 -> empty("float16", shape);
        };
    }

    private Tensor empty(String format, long... shape) {
        try (Tensor example = replaced(kernels.floats(new float[0], 0), format)) {
            return kernels.callForWeights("empty")
                    .withShape(shape)
                    .with(example)
                    .tensor();
        }
    }

    private Tensor replaced(Tensor tensor, String kernel) {
        try (tensor) {
            return kernels.call(kernel).with(tensor).tensor();
        }
    }

    /** Writes numbers into a flat tensor, converting them to its format. */
    public void fill(Tensor flat, Tensor numbers, long start) {
        kernels.call("fill").with(flat).with(numbers).with(start).tensor().close();
    }

    /** The same numbers in another shape, sharing their storage. */
    public Tensor shaped(Tensor flat, long... shape) {
        return kernels.callForWeights("shaped").with(flat).withShape(shape).tensor();
    }

    /** Positions of a square of patches as towers for pictures of any size look them up: (side x side, width). */
    public Tensor bucketedPositions(Tensor table, int side) {
        return kernels.callForWeights("bucketed_positions")
                .with(table)
                .with(side)
                .tensor();
    }

    /** A float32 number that stays with the weights, on the host, where kernels read it without waiting. */
    public Tensor scalar(double value) {
        return Tensor.owning(kernels.hostManager().create(new float[] {(float) value}));
    }
}
