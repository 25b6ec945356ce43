// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

/**
 * Arms share what they have in common on a model that places visual tokens by time, row and column, and pictures of as
 * many tokens in different shapes.
 */
final class SharedWorkOnGridsTest extends SharedWork {

    SharedWorkOnGridsTest() {
        super("qwen2_5_vl");
    }
}
