// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/** What a {@link Stage} does to the visual tokens. */
public sealed interface Action {

    /** How many visual tokens are left afterwards. */
    int visualTokens();

    /** Keeps the {@code visualTokens} best-ranked visual tokens; 0 is legal and keeps none. */
    record Keep(int visualTokens) implements Action {
        /** Checks that the count is not negative. */
        public Keep {
            if (visualTokens < 0) {
                throw new IllegalArgumentException("a stage cannot keep " + visualTokens + " visual tokens");
            }
        }
    }

    /** Withdraws all visual tokens without ranking them. */
    record DropAll() implements Action {
        @Override
        public int visualTokens() {
            return 0;
        }
    }
}
