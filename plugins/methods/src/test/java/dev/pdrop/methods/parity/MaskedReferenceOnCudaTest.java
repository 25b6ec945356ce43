// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import org.junit.jupiter.api.Tag;

/**
 * The same on a GPU, whose sums are in another order. Not verified: nobody has run it yet. By whoever has one:
 *
 * <pre>
 * mvn -pl plugins/methods -am test -Dgroups=gpu -DexcludedGroups=by-hand -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
@Tag("gpu")
final class MaskedReferenceOnCudaTest extends MaskedReference {

    MaskedReferenceOnCudaTest() {
        super("cuda:0", 1e-4);
    }
}
