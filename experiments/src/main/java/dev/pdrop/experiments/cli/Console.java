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
 */
public record Console(PrintWriter out, PrintWriter error, boolean terminal) {}
