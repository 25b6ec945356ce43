// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import java.util.Locale;

/** What a stage teaches, in the order in which stages come. */
public enum StageKind {
    /** The vision tower what each patch shows, by a linear map that is thrown away. */
    TOWER,
    /** Projected features to point the way of the embeddings of words. */
    ALIGNMENT,
    /** The whole model to answer, before those settings begin that trainings are compared by. */
    GROUNDING,
    /** The whole model to answer. */
    TUNING;

    /** Whether answers are taught, and not only what patches show. */
    public boolean answers() {
        return this == GROUNDING || this == TUNING;
    }

    /** As files write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
