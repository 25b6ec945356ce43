// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.RunListener;

/** Watches a run and says nothing but what people must know of it. */
final class Silence implements RunListener {

    private final Console console;

    Silence(Console console) {
        this.console = console;
    }

    @Override
    public void noted(String line) {
        console.error().println(line);
        console.error().flush();
    }
}
