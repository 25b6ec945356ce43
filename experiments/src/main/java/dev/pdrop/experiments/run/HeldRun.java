// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A run whose folder this process holds, until it is closed. One that is refused before its first answer leaves no
 * folder behind.
 */
public final class HeldRun implements AutoCloseable {

    private final Runner runner;
    private final ExperimentPlan plan;
    private final PlanContent content;
    private final Survey survey;
    private final RunFolder folder;
    private final boolean takesOver;

    /** A long journal takes as long to read as a model takes to open. */
    private final Ahead<Journal> reading;

    private boolean finished;

    HeldRun(
            Runner runner,
            ExperimentPlan plan,
            PlanContent content,
            Survey survey,
            RunFolder folder,
            boolean takesOver) {
        this.runner = runner;
        this.plan = plan;
        this.content = content;
        this.survey = survey;
        this.folder = folder;
        this.takesOver = takesOver;
        this.reading = Ahead.of("pdrop-journal", folder::journal, Journal::close);
    }

    /**
     * Opens the model and runs the plan, continuing what the folder holds and taking over what its neighbours hold.
     *
     * @param listener watches
     * @throws dev.pdrop.spi.PdropException if it cannot go on; what was answered until then is kept
     */
    public Runner.Finished run(RunListener listener) {
        try {
            return watched(listener);
        } finally {
            listener.ended();
        }
    }

    private Runner.Finished watched(RunListener listener) {
        keepSettings(plan.effectiveText());
        try (Ahead<Journal> ahead = reading;
                Backbone backbone = plan.backbone().create()) {
            Journal journal = ahead.value();
            Optional<Manifest> before = folder.manifest();
            ArmKeys keys = new ArmKeys(plan, content, backbone.facts());
            List<GateRow> gates = new GateKeeper(plan, backbone, keys, folder, listener).pass();
            ManifestFile manifest = manifest(keys, journal, backbone);
            before.stream()
                    .flatMap(one -> LeftAside.sentences(one, manifest.manifest()).stream())
                    .forEach(listener::noted);
            listener.opened(folder.path(), manifest.manifest());
            plan.controls().leftOut().forEach(one -> listener.noted(one.sentence()));
            try (EarlierRuns earlier = new EarlierRuns(folder.path(), takesOver ? keys.all() : Set.of())) {
                AnswerBook book = new AnswerBook(keys, journal, earlier, manifest);
                answer(backbone, book, manifest, listener);
                listener.working("intervals and comparisons", 0, 1);
                Runner.Finished done = finish(new RunSummary(plan, book, backbone).sum(), gates, manifest);
                if (plan.diagnose().isPresent()) {
                    listener.working("what arms keep", 0, 1);
                }
                new Diagnostician(plan, backbone, keys, folder).diagnose();
                if (plan.measure().isPresent()) {
                    listener.working("times of arms", 0, 1);
                }
                new Timekeeper(plan, backbone, keys, folder).measure(runner.nanoTime());
                return done;
            }
        }
    }

    /** What it asks. */
    public Runner.Asks asks() {
        return Runner.Asks.of(plan, survey);
    }

    /** Where it is. */
    public Path path() {
        return folder.path();
    }

    /** Lets go of the folder. */
    @Override
    public void close() {
        reading.close();
        try {
            if (!finished) {
                folder.discardIfEmpty();
            }
        } finally {
            folder.close();
        }
    }

    private ManifestFile manifest(ArmKeys keys, Journal journal, Backbone backbone) {
        Manifest fresh = Manifest.of(
                plan,
                keys,
                content,
                backbone.facts(),
                survey,
                journal.armKeys(),
                runner.software(),
                runner.clock().instant());
        return new ManifestFile(folder, fresh, runner.clock());
    }

    /** However it ends, the time in the engine is noted. */
    private void answer(Backbone backbone, AnswerBook book, ManifestFile manifest, RunListener listener) {
        EngineTime engine = new EngineTime(runner.nanoTime());
        InputRuns run = new InputRuns(plan, backbone, book, listener, engine, runner.nanoTime());
        AtShutdown stopped = new AtShutdown(() -> manifest.stopped(engine.take()));
        try {
            run.run(survey.questions());
        } catch (RuntimeException | Error failure) {
            note(engine, manifest, failure);
            throw failure;
        } finally {
            stopped.over();
        }
    }

    /** That the manifest cannot be written must not hide why the run ended. */
    private static void note(EngineTime engine, ManifestFile manifest, Throwable failure) {
        try {
            manifest.stopped(engine.take());
        } catch (RuntimeException unwritten) {
            failure.addSuppressed(unwritten);
        }
    }

    private Runner.Finished finish(RunSummary.Summed summed, List<GateRow> gates, ManifestFile manifest) {
        Results results = summed.results()
                .with(Stream.concat(gates.stream(), summed.signals().stream()).toList(), asks().detectable());
        folder.write(RunFolder.RESULTS_CSV, results.csv());
        if (!results.types().isEmpty()) {
            folder.write(RunFolder.TYPES_CSV, results.typesCsv());
        }
        folder.write(RunFolder.PAIRS_CSV, results.pairsCsv());
        folder.write(RunFolder.CHANGED, Json.text(summed.changed()));
        folder.write(RunFolder.RESULTS, results.json());
        manifest.complete();
        finished = true;
        return new Runner.Finished(folder.path(), results);
    }

    /** A run that is continued from its own effective.conf keeps it, since it alone says where settings came from. */
    private void keepSettings(String settings) {
        String stored = storedSettings();
        if (!stored.equals(settings) && !ConfigText.holdsTheSame(stored, settings)) {
            folder.write(RunFolder.EFFECTIVE_CONF, settings);
        }
    }

    /** Empty if there are none that can be read. */
    private String storedSettings() {
        try {
            return Files.readString(folder.path().resolve(RunFolder.EFFECTIVE_CONF));
        } catch (IOException e) {
            return "";
        }
    }
}
