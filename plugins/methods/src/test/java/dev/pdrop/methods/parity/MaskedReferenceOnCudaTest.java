// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import org.junit.jupiter.api.Tag;

/**
 * The same on a GPU, whose sums are in another order. Not verified: nobody has run it yet. By whoever has one, with a
 * CUDA build of libtorch, and without TF32, which keeps three digits of each factor of a convolution:
 *
 * <pre>
 * PYTORCH_LIBRARY_PATH=FOLDER PYTORCH_FLAVOR=cu128 NVIDIA_TF32_OVERRIDE=0 \
 *     mvn -pl plugins/methods -am test -Dgroups=gpu -DexcludedGroups=by-hand
 * </pre>
 */
@Tag("gpu")
final class MaskedReferenceOnCudaTest extends MaskedReference {

    MaskedReferenceOnCudaTest() {
        super("cuda:0", 1e-4);
    }
}
