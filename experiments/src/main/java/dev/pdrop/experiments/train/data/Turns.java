// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import java.util.Locale;

/** How several questions about an image stand to each other in the sequence that teaches them. */
public enum Turns {
    /** Each as if it were alone: they share the image's rows and see no other question. */
    APART,
    /**
     * Each sees the questions and answers before it, as in the conversations that LLaVA was tuned with. That an answer
     * ends is learnt of each; whether its end stands between two turns is up to the template.
     */
    CONVERSATION;

    /** As files write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
