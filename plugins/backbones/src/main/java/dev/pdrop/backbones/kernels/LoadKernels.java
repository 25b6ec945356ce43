// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

/** The kernels that loading needs; what they make belongs to the weights. */
public final class LoadKernels {

    private final Kernels kernels;

    /** The loading kernels of a module. */
    public LoadKernels(Kernels kernels) {
        this.kernels = kernels;
    }

    /** A tensor of unset numbers. */
    public Tensor empty(NumberFormat format, long... shape) {
        try (Tensor example = example(format)) {
            return kernels.callForWeights("empty")
                    .withShape(shape)
                    .with(example)
                    .tensor();
        }
    }

    private Tensor example(NumberFormat format) {
        Tensor nothing = kernels.floats(new float[0], 0);
        return switch (format) {
            case FLOAT32 -> nothing;
            case BFLOAT16 -> replaced(nothing, "bfloat16");
            case FLOAT16 -> replaced(nothing, "float16");
        };
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

    /** A float32 number that stays with the weights, on the host, where kernels read it without waiting. */
    public Tensor scalar(double value) {
        return Tensor.owning(kernels.hostManager().create(new float[] {(float) value}));
    }
}
