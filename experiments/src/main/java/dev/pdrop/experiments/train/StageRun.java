// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.experiments.train.checkpoint.Checkpoint;
import dev.pdrop.experiments.train.course.Forward;
import dev.pdrop.experiments.train.data.BatchStream;
import dev.pdrop.experiments.train.data.TrainingBatch;
import dev.pdrop.experiments.train.optimiser.AdamW;
import dev.pdrop.experiments.train.optimiser.GradientNorm;
import dev.pdrop.experiments.train.optimiser.LearningRate;
import dev.pdrop.experiments.train.plan.StageKind;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.TrainableBackbone.Recording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps of one stage. Mutable; used by one thread. Close it. */
final class StageRun implements AutoCloseable {

    private static final int DATA = 0;
    private static final int FORWARD = 1;
    private static final int BACKWARD = 2;
    private static final int OPTIMISER = 3;

    /** Steps by which a step is timed, and steps before them that do not count. */
    private static final int TIMED = 8;

    private static final int UNTIMED = 3;

    private final Session session;
    private final StagePlan stage;
    private final Teaching teaching;
    private final List<Parameter> parameters = new ArrayList<>();
    private final NDManager manager;
    private final AdamW optimiser;
    private final LossWatch watch;
    private TrainingState state;

    /** The stage's step at which the last checkpoint was written. */
    private int kept;

    /**
     * A stage that begins, or goes on from a checkpoint.
     *
     * @param state where it stands
     * @param checkpoint holds the tensors if a step was taken; the weights have been restored
     */
    StageRun(Session session, StagePlan stage, TrainingState state, Optional<Checkpoint> checkpoint) {
        this.session = session;
        this.stage = stage;
        this.state = state;
        this.kept = state.step();
        this.teaching = new Teaching(session, stage);
        this.manager = session.backbone().newManager();
        this.optimiser = new AdamW(stage.optimiser(), session.backbone().newManager());
        this.watch = new LossWatch(session.plan().divergence(), state.losses());
        List<Parameter> aids = teaching.course().aids();
        parameters.addAll(session.backbone().parameters());
        parameters.addAll(aids);
        if (state.step() > 0) {
            Checkpoint stored = checkpoint.orElseThrow();
            Weights.restore(aids, stored, manager);
            optimiser.restore(parameters, state.taken(), stored::tensor);
        }
        session.backbone()
                .parameters()
                .forEach(parameter -> parameter.learn(stage.learn().contains(parameter.part())));
        aids.forEach(aid -> aid.learn(true));
        parameters.forEach(Parameter::clearGradient);
    }

    /**
     * Takes all steps that are left.
     *
     * @return the state behind the stage
     */
    TrainingState run() {
        String label = stage.kind().label();
        int steps = steps(label);
        session.listener().entered(label, state.step(), steps);
        LearningRate rate = LearningRate.of(stage.optimiser(), steps);
        Pace pace = new Pace(session.nanoTime(), state.pace());
        double stepSeconds = 0;
        if (state.unexamined()) {
            examine(state.step(), steps);
        }
        try (BatchStream batches = teaching.batches(state.position())) {
            for (int step = state.step(); step < steps; step++) {
                pace.begin();
                TrainingBatch batch = batches.next(stage.phase(step, steps));
                pace.lap(DATA);
                step(batch, step, steps, rate.at(step), pace);
                int over = step + 1;
                if (over % session.plan().logEvery() == 0 || over == steps) {
                    CurvePoint point = pace.take(label, over, steps, rate.at(step));
                    stepSeconds = stepSeconds == 0
                            ? point.seconds().all()
                            : (stepSeconds + point.seconds().all()) / 2;
                    session.curve().add(point);
                    session.listener().moved(point, (steps - over) * stepSeconds);
                }
                state = state.after(over, batches.position(), optimiser.steps(), watch.memory(), pace.sums());
                examineIfDue(over, steps);
                checkpointIfDue(over, steps);
            }
        }
        state = state.next(session.curve().lines(), session.seconds());
        write(Map.of());
        return state;
    }

    private int steps(String label) {
        Integer known = state.steps().get(label);
        if (known != null) {
            return known;
        }
        int steps = stage.budget()
                .steps()
                .orElseGet(() -> fitting(stage.budget().minutes().orElseThrow()));
        Map<String, Integer> all = new LinkedHashMap<>(state.steps());
        all.put(label, steps);
        state = state.with(all);
        // From here on it is no longer the clock that decides.
        write(tensors());
        return steps;
    }

    /**
     * Steps that fit into so many minutes, by steps that are not taken.
     *
     * <p>The optimiser's update is left out, since a step that is timed must change no weight; so are examinations and
     * checkpoints. A stage lasts a little longer than its minutes.
     */
    private int fitting(double minutes) {
        Pace pace = new Pace(session.nanoTime(), Pace.Sums.NOTHING);
        try (BatchStream batches = teaching.batches(state.position())) {
            for (int step = 0; step < UNTIMED + TIMED; step++) {
                if (step == UNTIMED) {
                    pace.take("", 0, 0, 0);
                }
                pace.begin();
                TrainingBatch batch = batches.next(0);
                pace.lap(DATA);
                double loss = gradients(batch, 0, 0, pace);
                GradientNorm.of(parameters, manager);
                parameters.forEach(Parameter::clearGradient);
                pace.lap(OPTIMISER);
                pace.step(loss, 0, batch.images().size());
            }
        }
        return Math.max(1, (int) Math.round(60 * minutes / pace.stepSeconds()));
    }

    private void step(TrainingBatch batch, int step, int steps, double learningRate, Pace pace) {
        double loss = gradients(batch, step, step / (double) steps, pace);
        double norm = GradientNorm.of(parameters, manager);
        if (!watch.accepts(loss) || !Double.isFinite(norm)) {
            throw diverged(loss, norm, step, learningRate);
        }
        double clip = stage.optimiser().clip();
        optimiser.step(parameters, learningRate, norm > clip ? clip / norm : 1);
        parameters.forEach(Parameter::clearGradient);
        pace.lap(OPTIMISER);
        pace.step(loss, norm, batch.images().size());
    }

    private double gradients(TrainingBatch batch, int step, double done, Pace pace) {
        try (Recording recording = session.backbone().record();
                Forward forward = teaching.course().forward(batch, done, step)) {
            double loss = forward.loss().getFloat();
            pace.lap(FORWARD);
            if (Double.isFinite(loss)) {
                recording.backward(forward.loss());
            }
            pace.lap(BACKWARD);
            return loss;
        }
    }

    private FailedRunException diverged(double loss, double norm, int step, double learningRate) {
        boolean finite = Double.isFinite(loss) && Double.isFinite(norm);
        String found = "the loss " + loss;
        if (finite) {
            found = watch.found();
        } else if (Double.isFinite(loss)) {
            found += " with gradients of norm " + norm;
        }
        return new FailedRunException("expected a loss that falls in the stage "
                + stage.kind().label() + ", found " + found + " at step " + (step + 1) + " with the learning rate "
                + learningRate + ": the last good checkpoint is "
                + session.files().last() + ", of step " + kept + " of the stage; "
                // Nothing is wrong with a model that is nearly right and is asked other questions from here on.
                + (finite
                        ? "go on from there with --set divergence=.., if a phase with other questions has begun, or "
                        : "")
                + "train again with --fresh and a lower optimiser.learning-rate");
    }

    private void examineIfDue(int over, int steps) {
        int every = stage.evaluateEvery();
        if (over == steps || (every > 0 && over % every == 0)) {
            examine(over, steps);
        }
    }

    /** Asks the validation questions. Stopped meanwhile, the steps are kept, and all questions are asked again. */
    private void examine(int over, int steps) {
        Optional<Examination> whole = teaching.examination(over);
        if (whole.isEmpty()) {
            state = state.unexamined(true);
            keep();
            throw stopped("in the middle of the validation questions at", over, steps);
        }
        Examination examination = whole.get();
        state = state.unexamined(false);
        session.curve().add(examination);
        session.listener().examined(examination);
        if (stage.kind() == StageKind.TUNING && examination.overall().share() > state.best()) {
            state = state.better(examination.overall().share(), over);
            Checkpoint.write(
                    session.files().best(),
                    state.json(),
                    Weights.of(session.backbone().parameters()));
        }
    }

    private void checkpointIfDue(int over, int steps) {
        boolean stop = session.stop().wanted();
        if (over < steps && (stop || over % stage.checkpointEvery() == 0)) {
            keep();
        }
        if (stop && over < steps) {
            throw stopped("at", over, steps);
        }
    }

    private StoppedTrainingException stopped(String where, int over, int steps) {
        return new StoppedTrainingException("Stopped " + where + " step " + over + " of " + steps + " of the stage "
                + stage.kind().label() + ", which is kept");
    }

    private void keep() {
        state = state.at(session.curve().lines(), session.seconds());
        write(tensors());
    }

    private Map<String, NDArray> tensors() {
        Map<String, NDArray> tensors =
                new HashMap<>(Weights.of(teaching.course().aids()));
        tensors.putAll(optimiser.tensors());
        return tensors;
    }

    private void write(Map<String, NDArray> more) {
        Map<String, NDArray> tensors =
                new LinkedHashMap<>(Weights.of(session.backbone().parameters()));
        tensors.putAll(new java.util.TreeMap<>(more));
        Checkpoint.write(session.files().last(), state.json(), tensors);
        kept = state.step();
    }

    @Override
    public void close() {
        optimiser.close();
        teaching.close();
        manager.close();
    }
}
