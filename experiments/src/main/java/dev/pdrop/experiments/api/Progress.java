// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import dev.pdrop.experiments.report.Excerpt;
import dev.pdrop.experiments.run.Advance;
import dev.pdrop.experiments.run.RunListener;
import dev.pdrop.experiments.tracking.Notices;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows how far a run has come: a bar, and below it what people should know.
 *
 * <p>Safe to share: notices come from other threads.
 */
final class Progress implements RunListener, Notices {

    private static final long BETWEEN_REDRAWS = 250_000_000;

    private final Consumer<Shown> screen;
    private final LongSupplier nanoTime;
    private final Advance advance;
    private final List<String> notes = new ArrayList<>();
    private long shown;
    private boolean started;

    Progress(Consumer<Shown> screen, int arms, LongSupplier nanoTime) {
        this.screen = screen;
        this.nanoTime = nanoTime;
        this.advance = new Advance(arms, nanoTime);
    }

    @Override
    public synchronized void started(long answers) {
        started = true;
        advance.started(answers);
        show(advance.place());
    }

    @Override
    public synchronized void found(String arm, int count) {
        advance.found(arm, count);
        showNowAndThen();
    }

    @Override
    public synchronized void answered(String arm, int count) {
        advance.answered(arm, count);
        showNowAndThen();
    }

    @Override
    public synchronized void working(String work, int done, int of) {
        if (done == 0 || nanoTime.getAsLong() - shown >= BETWEEN_REDRAWS) {
            show(of > 1 ? work + " " + done + "/" + of : work);
        }
    }

    @Override
    public synchronized void noted(String line) {
        notes.add(line);
        show(advance.place());
    }

    @Override
    public void success(String line) {
        noted(line);
    }

    @Override
    public void problem(String line) {
        noted(line);
    }

    @Override
    public synchronized void ended() {
        show(advance.place() + "  " + advance.pace());
    }

    private void showNowAndThen() {
        if (nanoTime.getAsLong() - shown >= BETWEEN_REDRAWS) {
            show(advance.place() + "  " + advance.pace());
        }
    }

    private void show(String words) {
        shown = nanoTime.getAsLong();
        List<String> lines = new ArrayList<>(List.of(words));
        lines.addAll(notes);
        screen.accept(new View(Excerpt.progress(started ? advance.share() : 0, lines), String.join("\n", lines)));
    }
}
