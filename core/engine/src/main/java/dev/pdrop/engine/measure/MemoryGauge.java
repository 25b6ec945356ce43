// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.measure;

import java.util.OptionalLong;

/** Tells how much memory was used at the worst moment. */
public interface MemoryGauge {

    /** Forgets what was before. */
    void reset();

    /** Most bytes used since; absent where the system does not tell. */
    OptionalLong peakBytes();

    /** For systems that do not tell. */
    static MemoryGauge none() {
        return new MemoryGauge() {
            @Override
            public void reset() {}

            @Override
            public OptionalLong peakBytes() {
                return OptionalLong.empty();
            }
        };
    }
}
