// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.pdrop.experiments.train.checkpoint.Checkpoint;
import dev.pdrop.experiments.train.data.Position;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All that a training goes on from beside its tensors.
 *
 * @param settings what decides the weights, by path
 * @param facts of the machine that decide the last digits; of a training that went from one machine to another, all
 *     that it went through, in order
 * @param stage index of the stage; the number of stages once all are over
 * @param step steps of the stage that are over
 * @param unexamined whether validation questions that were due after them have not all been asked
 * @param steps of each stage that has begun, by its label
 * @param position in the stage's data
 * @param taken steps of the optimiser by parameter
 * @param losses what the stage remembers of its losses
 * @param pace what the curve's next line has been told of so far
 * @param best the highest share of right answers to the validation questions; -1 before the first look
 * @param bestStep at which step
 * @param lines of the curve
 * @param seconds that all processes on this training have spent
 */
record TrainingState(
        Map<String, String> settings,
        Map<String, String> facts,
        int stage,
        int step,
        boolean unexamined,
        Map<String, Integer> steps,
        Position position,
        Map<String, Long> taken,
        LossWatch.Memory losses,
        Pace.Sums pace,
        double best,
        int bestStep,
        int lines,
        double seconds) {

    private static final Gson GSON = new Gson();

    /** Stands between the facts of a training that went from one machine to another. */
    static final String THEN = ", then ";

    /** The fact that says which pdrop took the steps. */
    static final String PDROP = "pdrop";

    /** Takes what an older checkpoint does not hold as nothing. */
    TrainingState {
        pace = Objects.requireNonNullElse(pace, Pace.Sums.NOTHING);
    }

    static TrainingState beginning(Map<String, String> settings, Map<String, String> facts) {
        return new TrainingState(
                new TreeMap<>(settings),
                facts,
                0,
                0,
                false,
                Map.of(),
                Position.BEGINNING,
                Map.of(),
                LossWatch.Memory.NOTHING,
                Pace.Sums.NOTHING,
                -1,
                0,
                0,
                0);
    }

    /**
     * The state that a checkpoint holds.
     *
     * @throws dev.pdrop.spi.FailedRunException if it holds none
     */
    static TrainingState of(Checkpoint checkpoint) {
        try {
            return read(checkpoint.state());
        } catch (JsonParseException e) {
            throw checkpoint.broken("the state of no training", e);
        }
    }

    static TrainingState read(String json) {
        return GSON.fromJson(json, TrainingState.class);
    }

    String json() {
        return GSON.toJson(this);
    }

    /** The same, going on where these are the facts. */
    TrainingState under(Map<String, String> present) {
        Map<String, String> all = new TreeMap<>(facts);
        present.forEach((fact, value) -> all.merge(fact, value, TrainingState::then));
        return new TrainingState(
                settings,
                all,
                stage,
                step,
                unexamined,
                steps,
                position,
                taken,
                losses,
                pace,
                best,
                bestStep,
                lines,
                seconds);
    }

    private static String then(String before, String now) {
        return before.equals(now) || before.endsWith(THEN + now) ? before : before + THEN + now;
    }

    /** The same stages over in another training, which has a curve of its own. */
    TrainingState of(Map<String, String> others) {
        return before(new TreeMap<>(others), stage, 0, seconds);
    }

    /** The state behind a stage. */
    TrainingState next(int curve, double spent) {
        return before(settings, stage + 1, curve, spent);
    }

    /** Before the first step of a stage. */
    private TrainingState before(Map<String, String> asked, int begun, int curve, double spent) {
        return new TrainingState(
                asked,
                facts,
                begun,
                0,
                false,
                steps,
                Position.BEGINNING,
                Map.of(),
                LossWatch.Memory.NOTHING,
                Pace.Sums.NOTHING,
                best,
                bestStep,
                curve,
                spent);
    }

    /** The same with the steps of more stages. */
    TrainingState with(Map<String, Integer> all) {
        return new TrainingState(
                settings,
                facts,
                stage,
                step,
                unexamined,
                all,
                position,
                taken,
                losses,
                pace,
                best,
                bestStep,
                lines,
                seconds);
    }

    /** The state after a step. */
    TrainingState after(
            int over, Position place, Map<String, Long> optimiser, LossWatch.Memory memory, Pace.Sums sums) {
        return new TrainingState(
                settings, facts, stage, over, false, steps, place, optimiser, memory, sums, best, bestStep, lines,
                seconds);
    }

    /** The same with or without validation questions still to be asked. */
    TrainingState unexamined(boolean waiting) {
        return new TrainingState(
                settings, facts, stage, step, waiting, steps, position, taken, losses, pace, best, bestStep, lines,
                seconds);
    }

    /** The same with better weights. */
    TrainingState better(double share, int at) {
        return new TrainingState(
                settings,
                facts,
                stage,
                step,
                unexamined,
                steps,
                position,
                taken,
                losses,
                pace,
                share,
                at,
                lines,
                seconds);
    }

    /** The same with a longer curve. */
    TrainingState at(int curve, double spent) {
        return new TrainingState(
                settings,
                facts,
                stage,
                step,
                unexamined,
                steps,
                position,
                taken,
                losses,
                pace,
                best,
                bestStep,
                curve,
                spent);
    }
}
