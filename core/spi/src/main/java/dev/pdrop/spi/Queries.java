// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.List;

/** Which rows of a prompt a {@link Capture} takes. */
public sealed interface Queries {

    /** Rows that are defined for every prompt. */
    enum Named implements Queries {
        /**
         * The very last token of the prompt as the model sees it, which need not be the last word of the question. In a
         * prompt with a {@link Lesson} there is one for each answer, the row right before it, ascending; prompts of a
         * batch then hold equally many answers.
         */
        LAST_PROMPT_TOKEN,
        /** Every row that is left at the point of capture. */
        ALL,
        /** Every text row behind the last visual token that was in the prompt; the last row if there is none. */
        TEXT_AFTER_IMAGE,
        /**
         * Every row from where the first visual token of the prompt stood: all rows that may attend to an image; the
         * last row if the prompt has no image.
         */
        FROM_IMAGE
    }

    /**
     * Chosen text rows.
     *
     * @param rows indices into the prompt before any reduction, appended rows counted behind it, ascending
     */
    record Rows(List<Integer> rows) implements Queries {
        /** Checks that the rows are ascending. */
        public Rows {
            rows = List.copyOf(rows);
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i) < (i == 0 ? 0 : rows.get(i - 1) + 1)) {
                    throw new IllegalArgumentException("rows must be ascending and at least 0, were " + rows);
                }
            }
        }
    }
}
