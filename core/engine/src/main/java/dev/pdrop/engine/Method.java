// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Action;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A way to reduce visual tokens: which ones, when and how many, and what becomes of their positions.
 *
 * @param ranker absent only where no stage of the scheduler ever ranks
 * @param scheduler when and how many
 * @param positions what becomes of position ids
 */
public record Method(Optional<TokenRanker> ranker, StageScheduler scheduler, PositionPolicy positions) {

    /** The schedule that never reduces. */
    private record NoStages() implements StageScheduler {
        @Override
        public Schedule plan(Geometry geometry, int visualTokens) {
            return Schedule.none();
        }

        @Override
        public String describe() {
            return "nothing dropped";
        }
    }

    /** The untouched model. */
    public static Method unreduced() {
        return new Method(Optional.empty(), new NoStages(), PositionPolicy.ORIGINAL);
    }

    /**
     * Plans the stages for a model and checks that ranker, schedule and model go together.
     *
     * @param geometry the sizes of the model
     * @param visualTokens N of the prompt
     * @throws InvalidMethodException if a stage lies outside the model, or a need of the ranker can never be met
     */
    public Schedule plan(Geometry geometry, int visualTokens) {
        Schedule schedule = scheduler.plan(geometry, visualTokens);
        for (Stage stage : schedule.stages()) {
            if (!(stage.point() instanceof Point.DecoderLayer decoder) || decoder.layer() >= geometry.layers()) {
                throw new InvalidMethodException("expected stages before layer 0 to " + (geometry.layers() - 1)
                        + " of this model, found one " + stage.point() + ": choose other layers");
            }
            if (stage.action() instanceof Action.Keep) {
                requireNeeds(stage.point());
            }
        }
        return schedule;
    }

    /**
     * Checks that a model can meet the ranker's needs.
     *
     * @param schedule what {@link #plan} gave for the model
     * @param supported whether the model can meet a need
     * @throws InvalidMethodException if it cannot
     */
    public void requireSupport(Schedule schedule, Predicate<Capture> supported) {
        for (Capture need : needs(schedule.stages())) {
            if (!supported.test(need)) {
                throw new InvalidMethodException("expected a ranker whose needs this model can meet, found a need for "
                        + need + ": choose another ranker, or other options of this one");
            }
        }
    }

    /** Whether what it keeps depends on the text of a prompt. */
    public boolean looksAtText() {
        return ranker.isPresent() && ranker.get().looksAtText();
    }

    /**
     * The names by which it draws random numbers for questions: one that does not look at text keeps the same of the
     * same images, whatever is asked about them.
     */
    public List<String> names(List<Asked> questions) {
        return questions.stream().map(looksAtText() ? Asked::id : Asked::images).toList();
    }

    /** What must have been captured when each of some stages is reached. */
    public Set<Capture> needs(List<Stage> stages) {
        Set<Capture> needs = new LinkedHashSet<>();
        for (Stage stage : stages) {
            if (stage.action() instanceof Action.Keep) {
                ranker.ifPresent(present -> needs.addAll(present.needs(stage.point())));
            }
        }
        return needs;
    }

    private void requireNeeds(Point at) {
        TokenRanker present = ranker.orElseThrow(() -> new InvalidMethodException(
                "expected a ranker for the stage " + at + ", found none: add ranker { use = .. } to the method"));
        for (Capture need : present.needs(at)) {
            if (need.point().compareTo(at) > 0) {
                throw new InvalidMethodException("expected a ranker that looks at what has been computed " + at
                        + ", found a need at a later point, " + need.point() + ": choose another ranker or layer");
            }
        }
    }
}
