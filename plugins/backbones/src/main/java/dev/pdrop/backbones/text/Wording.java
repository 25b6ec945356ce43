// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import dev.pdrop.spi.Lesson;
import java.util.Arrays;
import java.util.Set;

/** The tokens of a text, where each begins, and what is to be learnt from each. Used by one thread. */
final class Wording {

    /* Stands for the place of a token that the tokenizer has added. */
    static final int NOWHERE = -1;

    private final int[] ids;
    private final int[] starts;

    /**
     * A wording.
     *
     * @param ids token ids
     * @param starts for each token the code point of the text that it begins with, or {@link #NOWHERE}
     */
    Wording(int[] ids, int[] starts) {
        this.ids = ids;
        this.starts = starts;
    }

    /** The token ids, borrowed. */
    int[] ids() {
        return ids;
    }

    /**
     * For each token the one that it should lead to, or {@link Lesson#NONE}: each token of an answer up to the first
     * one that ends it, or {@code endToken} behind the last if none does.
     */
    int[] targets(Script script, Set<Integer> endTokens, int endToken) {
        int[] targets = new int[ids.length];
        Arrays.fill(targets, Lesson.NONE);
        for (Script.Answer answer : script.answers()) {
            int last = teach(targets, answer, endTokens);
            if (last >= 0 && !endTokens.contains(ids[last])) {
                targets[last] = endToken;
            }
        }
        return targets;
    }

    /* The last token of the answer that is learnt, or -1. */
    private int teach(int[] targets, Script.Answer answer, Set<Integer> endTokens) {
        int last = -1;
        for (int token = 1; token < ids.length; token++) {
            boolean inside = starts[token] >= answer.start() && starts[token] < answer.end();
            if (inside && (last < 0 || !endTokens.contains(ids[last]))) {
                targets[token - 1] = ids[token];
                last = token;
            }
        }
        return last;
    }
}
