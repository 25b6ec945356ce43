// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import java.util.List;

/** One thing that a backbone was asked to do, and what the states before and behind it said of themselves. */
sealed interface Step {

    /** The state that it gave. */
    Sight after();

    /** Where it happened, for people. */
    default String where() {
        return "before layer " + after().layer;
    }

    /** Prompts became a state. */
    record Embedded(List<Prompt> prompts, Sight after) implements Step {}

    /** Layers ran. */
    record Advanced(Sight before, Sight after) implements Step {}

    /** Rows of text were added. */
    record Appended(Sight before, int added, Sight after) implements Step {}

    /**
     * Visual tokens were dropped.
     *
     * @param changed for each example the first row behind the step whose values are not those of the row that it was;
     *     -1 where there is none; empty if values could not be compared
     */
    record Dropped(Sight before, Retention kept, Sight after, List<Integer> changed) implements Step {
        /** Copies the list. */
        public Dropped {
            changed = List.copyOf(changed);
        }
    }
}
