// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

/** Logits are within 1e-5 of their largest. */
final class MaskedReferenceTest extends MaskedReference {

    MaskedReferenceTest() {
        super("cpu", 1e-5);
    }
}
