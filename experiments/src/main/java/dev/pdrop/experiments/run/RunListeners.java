// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Several listeners as one: each is told, in order. */
public final class RunListeners implements RunListener {

    private final List<RunListener> listeners;

    /**
     * All of some listeners.
     *
     * @param listeners in the order in which they are told
     */
    public RunListeners(RunListener... listeners) {
        this.listeners = List.of(listeners);
    }

    @Override
    public void opened(Path folder, Manifest manifest) {
        each(listener -> listener.opened(folder, manifest));
    }

    @Override
    public void started(long total) {
        each(listener -> listener.started(total));
    }

    @Override
    public void found(String arm, int count) {
        each(listener -> listener.found(arm, count));
    }

    @Override
    public void answered(String arm, int count) {
        each(listener -> listener.answered(arm, count));
    }

    @Override
    public void recorded(Supplier<List<AnswerRecord>> records) {
        each(listener -> listener.recorded(records));
    }

    @Override
    public void working(String work, int done, int of) {
        each(listener -> listener.working(work, done, of));
    }

    @Override
    public void noted(String line) {
        each(listener -> listener.noted(line));
    }

    @Override
    public void ended() {
        each(RunListener::ended);
    }

    private void each(Consumer<RunListener> what) {
        listeners.forEach(what);
    }
}
