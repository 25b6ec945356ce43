// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import com.google.inject.Inject;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.plan.UnopenedModel;
import dev.pdrop.experiments.run.RunLock;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.train.checkpoint.Checkpoint;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.Floor;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.TrainableBackbone.StoredFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Trains a model, from the beginning or from where it was stopped. */
public final class Training {

    /**
     * A finished training.
     *
     * @param files what it wrote
     * @param examinations what the model knew of the test questions
     * @param floors what short cuts get right of them; empty if that is not known
     * @param before whether it had been finished before, so that nothing was left to do
     */
    public record Finished(TrainingFiles files, List<Examination> examinations, List<Floor> floors, boolean before) {}

    private static final List<String> FACTS = List.of("threads", "device", "djl", "pytorch");

    private final ModelOpening models;
    private final Software software;
    private final LongSupplier nanoTime;

    /**
     * A trainer.
     *
     * @param software which pdrop this is
     * @param nanoTime measures spans
     */
    @Inject
    Training(ModelOpening models, Software software, LongSupplier nanoTime) {
        this.models = models;
        this.software = software;
        this.nanoTime = nanoTime;
    }

    /**
     * Trains, going on from the last checkpoint if there is one; a training that is finished stays as it is.
     *
     * @param fresh whether what the folder holds is thrown away first
     * @throws StoppedTrainingException if somebody asked for it
     * @throws dev.pdrop.spi.PdropException if it cannot go on; the last checkpoint is kept
     */
    public Finished run(TrainingPlan plan, boolean fresh, TrainingListener listener, Stop stop) {
        return run(plan, Optional.empty(), fresh, listener, stop);
    }

    /**
     * The same, taking over stages that another training has learnt.
     *
     * @param beginnings where stages are kept that trainings have in common; empty if none are
     */
    public Finished run(
            TrainingPlan plan, Optional<Beginnings> beginnings, boolean fresh, TrainingListener listener, Stop stop) {
        TrainingFiles files = new TrainingFiles(plan.folder());
        try {
            Files.createDirectories(files.folder());
            RunLock lock = RunLock.take(files.folder());
            try {
                files.removePartial();
                TrainingFiles.discard(files.examined());
                if (fresh) {
                    files.removeAll();
                }
                return finished(plan, files).orElseGet(() -> train(plan, beginnings, files, listener, stop));
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected a folder for the training at " + files.folder() + ", found that it cannot be written ("
                            + e.getMessage() + "): choose another place with --set output=..",
                    e);
        }
    }

    /**
     * Throws away what trainings wrote: all of them or, if a process is at work on one, none.
     *
     * @throws FailedRunException if a process is at work on one, or something cannot be removed
     */
    public void discard(List<TrainingPlan> plans) {
        List<RunLock> locks = new ArrayList<>();
        try {
            for (TrainingPlan plan : plans) {
                if (Files.isDirectory(plan.folder())) {
                    locks.add(RunLock.hold(plan.folder()));
                }
            }
            plans.forEach(plan -> new TrainingFiles(plan.folder()).removeAll());
        } finally {
            locks.forEach(RunLock::close);
        }
    }

    /** Whether a training is over, and with these settings. */
    public static boolean isOver(TrainingPlan plan) {
        TrainingFiles files = new TrainingFiles(plan.folder());
        return Files.exists(files.card())
                && TrainingResult.read(files)
                        .filter(result -> result.isOf(plan))
                        .isPresent();
    }

    private static Optional<Finished> finished(TrainingPlan plan, TrainingFiles files) {
        Optional<TrainingResult> result = TrainingResult.read(files);
        result.ifPresent(known -> Unchanged.require(known.weights(), plan.decisive(), files.folder()));
        return result.filter(known -> known.isOf(plan) && Files.exists(files.card()))
                .map(known -> new Finished(files, known.examinations(), known.knownFloors(), true));
    }

    private Finished train(
            TrainingPlan plan,
            Optional<Beginnings> beginnings,
            TrainingFiles files,
            TrainingListener listener,
            Stop stop) {
        Optional<Checkpoint> last = Files.exists(files.last()) ? Optional.of(files.readLast()) : Optional.empty();
        Optional<TrainingState> known = last.map(TrainingState::of);
        known.ifPresent(state -> Unchanged.require(state.settings(), plan.decisive(), files.folder()));
        if (known.isEmpty()) {
            requireNoResult(files);
            files.removeAll();
            TrainingFiles.writeFolder(files.start(), folder -> models.begin(plan, folder));
        }
        TrainingFiles.writeText(files.settings(), ConfigText.withOrigins(plan.settings()));
        UnopenedModel model = models.unopened(plan, files.start());
        try (TrainableBackbone backbone = ModelOpening.open(model)) {
            Map<String, String> facts = facts(backbone);
            Optional<Checkpoint> checkpoint = last.or(() -> beginnings.flatMap(kept -> kept.longest(plan, facts)));
            TrainingState state = known.orElseGet(() -> first(plan, facts, checkpoint));
            if (known.isEmpty() && checkpoint.isPresent()) {
                listener.noted("Stages before "
                        + plan.stages().get(state.stage()).kind().label()
                        + " are taken over from a training with the same settings, to the last bit");
            }
            Unchanged.note(state.facts(), facts, listener);
            state = state.under(facts);
            checkpoint.ifPresent(stored -> restore(backbone, stored));
            requireDescribed(plan, backbone);
            Session session = new Session(
                    plan,
                    backbone,
                    files,
                    new Curve(files.folder(), state.lines()),
                    listener,
                    stop,
                    nanoTime,
                    state.seconds());
            state = stages(
                    session,
                    state,
                    checkpoint,
                    // What was begun on another machine gives other bits than this one would.
                    over -> beginnings
                            .filter(unused -> over.facts().equals(facts))
                            .ifPresent(kept -> kept.keep(plan, facts, over.stage(), files.last())));
            return finish(session, state);
        }
    }

    /** What a later stage asks of patches is wrong now, not after hours. */
    private static void requireDescribed(TrainingPlan plan, TrainableBackbone backbone) {
        Dataset dataset = plan.dataset().create();
        plan.stages().forEach(stage -> Teaching.vocabulary(plan, stage, dataset, backbone));
    }

    /** Whoever takes checkpoints away to make room does not mean to train for hours again. */
    private static void requireNoResult(TrainingFiles files) {
        if (Files.exists(files.results())) {
            throw new FailedRunException("expected the checkpoint " + files.last() + " of a training that was finished"
                    + " with other test questions, another format or another purpose, found none: set them back, or"
                    + " begin anew with --fresh");
        }
    }

    /** The state before the first step of this training: behind the stages that it takes over, if any. */
    private static TrainingState first(TrainingPlan plan, Map<String, String> facts, Optional<Checkpoint> takenOver) {
        return takenOver
                .map(stored -> TrainingState.of(stored).of(plan.decisive()))
                .orElseGet(() -> TrainingState.beginning(plan.decisive(), facts));
    }

    private static TrainingState stages(
            Session session, TrainingState from, Optional<Checkpoint> checkpoint, Consumer<TrainingState> over) {
        TrainingState state = from;
        while (state.stage() < session.plan().stages().size()) {
            try (StageRun run = new StageRun(session, session.plan().stages().get(state.stage()), state, checkpoint)) {
                state = run.run();
            }
            over.accept(state);
            if (session.stop().wanted()) {
                throw new StoppedTrainingException("Stopped between two stages, which is kept");
            }
        }
        return state;
    }

    private Finished finish(Session session, TrainingState state) {
        TrainingFiles files = session.files();
        TrainingState chosen = chosen(session, state);
        Dataset test = session.plan().test().create();
        List<Floor> floors = test.floors();
        List<Examination> examinations = examinations(session, test, floors);
        for (Examination examination : examinations) {
            session.curve().add(examination);
            session.listener().examined(examination);
        }
        ModelCard card = new ModelCard(session.plan(), session.backbone(), state, chosen);
        String text = card.text(examinations, floors);
        TrainingFiles.writeFolder(files.model(), folder -> {
            session.backbone().save(folder, session.plan().format());
            TrainingFiles.writeText(folder.resolve("README.md"), text);
        });
        return new Finished(files, examinations, floors, false);
    }

    /**
     * Gives the model the weights that are the result: the best ones, or those of the last step where no answers were
     * learnt.
     *
     * @return the state at their step
     */
    private static TrainingState chosen(Session session, TrainingState last) {
        if (last.best() < 0) {
            return last;
        }
        Checkpoint best = session.files().readBest();
        restore(session.backbone(), best);
        return TrainingState.of(best);
    }

    /** Those of an earlier process count, if all that it had left to do was to store the model. */
    private List<Examination> examinations(Session session, Dataset test, List<Floor> floors) {
        TrainingFiles files = session.files();
        Optional<TrainingResult> stored = TrainingResult.read(files).filter(result -> result.answers(session.plan()));
        List<Examination> examinations =
                stored.map(TrainingResult::examinations).orElseGet(() -> asked(session, test));
        if (stored.filter(result -> result.isOf(session.plan())).isEmpty()) {
            // At no moment may a model lie beside a result that is not its own.
            TrainingFiles.discard(files.model());
            TrainingResult.of(session.plan(), examinations, floors).write(files);
        }
        return examinations;
    }

    /** Of the model as it is stored: rounding is part of it. */
    private List<Examination> asked(Session session, Dataset test) {
        if (session.plan().format() == StoredFormat.FLOAT32) {
            return FinalExamination.of(session, session.backbone(), test);
        }
        Path rounded = session.files().examined();
        TrainingFiles.writeFolder(
                rounded,
                folder -> session.backbone().save(folder, session.plan().format()));
        try (TrainableBackbone backbone = ModelOpening.open(models.unopened(session.plan(), rounded))) {
            return FinalExamination.of(session, backbone, test);
        } finally {
            TrainingFiles.discard(rounded);
        }
    }

    private static void restore(TrainableBackbone backbone, Checkpoint checkpoint) {
        try (ai.djl.ndarray.NDManager manager = backbone.newManager()) {
            Weights.restore(backbone.parameters(), checkpoint, manager);
        }
    }

    /** What decides the bits of the weights beside the settings. */
    private Map<String, String> facts(TrainableBackbone backbone) {
        Map<String, String> facts = new LinkedHashMap<>(backbone.facts());
        facts.keySet().retainAll(FACTS);
        facts.put(TrainingState.PDROP, software.build());
        return facts;
    }
}
