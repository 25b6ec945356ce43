// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.tracking.Notices;

/**
 * Shows notices as lines, which may come in the middle of a progress line.
 *
 * @param console takes them
 * @param quiet whether only problems are shown: who wants quiet still wants to know what went wrong
 */
record NoticeLines(Console console, boolean quiet) implements Notices {

    @Override
    public void success(String line) {
        if (!quiet) {
            problem(line);
        }
    }

    @Override
    public void problem(String line) {
        console.error().println((console.terminal() ? "\r\u001b[K" : "") + line);
        console.error().flush();
    }
}
