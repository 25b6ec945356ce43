// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import java.util.OptionalDouble;

/** A count over another one. */
final class Shares {

    private Shares() {}

    static OptionalDouble of(int part, int whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
