// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.PrintWriter;

/**
 * Where commands write.
 *
 * @param out results
 * @param error messages and progress
 * @param terminal whether a person watches {@code error}
 * @param columns how wide that terminal is, at least 1
 */
public record Console(PrintWriter out, PrintWriter error, boolean terminal, int columns) {

    /** The width of a terminal that does not tell. */
    static final int USUAL_COLUMNS = 80;

    /** A console of the usual width. */
    public Console(PrintWriter out, PrintWriter error, boolean terminal) {
        this(out, error, terminal, USUAL_COLUMNS);
    }

    /** Takes a width that makes no sense for the usual one. */
    public Console {
        columns = columns < 1 ? USUAL_COLUMNS : columns;
    }
}
