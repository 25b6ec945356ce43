// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

/** The number format that a model runs in. */
public enum NumberFormat {
    /** 32 bits, exact enough for parity with other implementations; the default. */
    FLOAT32,
    /** 16 bits with the range of float32 and 8 bits of precision. */
    BFLOAT16,
    /** 16 bits with 11 bits of precision and a small range; CUDA devices only. */
    FLOAT16
}
