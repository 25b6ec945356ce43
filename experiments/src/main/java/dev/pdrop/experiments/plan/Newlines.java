// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.engine.SeparatorKeepingRanker;
import dev.pdrop.spi.TokenRanker;

/** What becomes of rows that a model inserts between rows of visual tokens, such as image newlines. */
public enum Newlines {
    /** They are ranked and dropped like any other visual token, as official code does. */
    RANK,

    /** They stay before all others, and are counted among what stays. */
    KEEP;

    /** What is said of a schedule, and of newlines where they are not as usual. */
    String describe(String schedule) {
        return this == KEEP ? schedule + "; newlines stay" : schedule;
    }

    /**
     * A ranker that treats them so.
     *
     * @throws dev.pdrop.spi.InvalidMethodException if they cannot be put first
     */
    TokenRanker with(TokenRanker ranker) {
        return this == KEEP ? new SeparatorKeepingRanker(ranker) : ranker;
    }
}
