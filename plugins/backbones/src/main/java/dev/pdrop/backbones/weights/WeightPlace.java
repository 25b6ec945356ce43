// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

/** Where the matrices of a decoder are while it runs. */
public enum WeightPlace {
    /** In memory, in the number format that the model runs in; the default, and the fastest. */
    LOADED,
    /**
     * In their files, mapped, in the number format of the checkpoint, and widened a few rows at a time whenever they
     * are used. The numbers are those of {@link #LOADED}; CPU and float32 only.
     */
    MAPPED
}
