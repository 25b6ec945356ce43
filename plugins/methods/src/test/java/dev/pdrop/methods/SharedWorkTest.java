// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

/** Arms share what they have in common on a LLaVA. */
final class SharedWorkTest extends SharedWork {

    SharedWorkTest() {
        super("llava_gqa");
    }
}
