// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import java.util.Locale;

/** What the asserting wrappers share. */
final class Asserting {

    private Asserting() {}

    /**
     * Fails unless something holds.
     *
     * @param violation what was found instead, as a format
     */
    static void check(boolean holds, String violation, Object... arguments) {
        if (!holds) {
            throw new AssertionError("the contract is broken by " + String.format(Locale.ROOT, violation, arguments));
        }
    }
}
