// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import java.util.List;

/**
 * What can be shown: a piece of HTML, or a drawing.
 *
 * <p>A notebook shows it by itself where it is the last value of a cell; {@link Object#toString} says the same for a
 * terminal.
 */
public interface Shown {

    /** The type of {@link #content()}: {@code text/html} or {@code image/svg+xml}. */
    default String mimeType() {
        return "text/html";
    }

    /** What is shown, complete in itself. */
    String content();

    /**
     * A table of values, a row each.
     *
     * @param caption what it shows
     * @param rows of one type, whose components become columns
     */
    static Shown table(String caption, List<? extends Record> rows) {
        return Grid.ofRecords(caption, rows);
    }
}
