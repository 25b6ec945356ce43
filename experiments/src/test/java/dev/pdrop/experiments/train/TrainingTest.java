// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.plan.PlanModule;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginModule;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.train.checkpoint.Checkpoint;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.experiments.train.plan.TrainingReader;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings of a toy model in this process, stopped and ended at chosen places. */
final class TrainingTest {

    private static final String TOY = "src/test/resources/train/toy.conf";
    private static final String GROUNDED = "src/test/resources/train/grounded.conf";

    private final Injector injector = Guice.createInjector(
            new PluginModule(PluginCatalog.load(TrainingTest.class.getClassLoader())),
            new PlanModule(new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader())),
            new RunModule(new Software("test", "", false, "17")),
            new TrainModule());

    @TempDir
    private Path folder = Path.of("");

    /** Hears everything and does what a test wants. */
    private static final class Witness implements TrainingListener {

        private final Runnable moved;
        private final Runnable tested;
        private final List<Examination> examinations = new ArrayList<>();

        Witness(Runnable moved, Runnable tested) {
            this.moved = moved;
            this.tested = tested;
        }

        static Witness silent() {
            return new Witness(() -> {}, () -> {});
        }

        @Override
        public void noted(String line) {}

        @Override
        public void entered(String stage, int step, int steps) {}

        @Override
        public void moved(CurvePoint point, double secondsLeft) {
            moved.run();
        }

        @Override
        public void examined(Examination examination) {
            examinations.add(examination);
            if (examination.step() == 0) {
                tested.run();
            }
        }
    }

    /** Points of the curve come right before validation questions that are due at the same step. */
    @Test
    void aTrainingThatIsStoppedAgainAndAgainLosesNothingAndEndsWithTheSameWeights() throws IOException {
        run(plan("whole"), Witness.silent());
        List<String> stopped = new ArrayList<>();
        boolean over = false;
        while (!over) {
            Stop stop = new Stop();
            try {
                training().run(plan("stopped"), false, new Witness(stop::request, () -> {}), stop);
                over = true;
            } catch (StoppedTrainingException e) {
                stopped.add(e.getMessage());
            }
        }
        assertThat(stopped)
                .contains(
                        "Stopped at step 5 of 30 of the stage tuning, which is kept",
                        "Stopped in the middle of the validation questions at step 10 of 30 of the stage tuning, which"
                                + " is kept",
                        "Stopped in the middle of the validation questions at step 30 of 30 of the stage tuning, which"
                                + " is kept")
                .doesNotHaveDuplicates();
        for (String file : List.of("last.checkpoint", "best.checkpoint")) {
            CheckpointTensors.assertEqual(in("stopped", file), in("whole", file));
        }
        assertSameModel("stopped", "whole");
        assertThat(in("stopped", "results.json")).hasSameTextualContentAs(in("whole", "results.json"));
        assertThat(Curve.examinations(in("stopped", ""))).isEqualTo(Curve.examinations(in("whole", "")));
    }

    /** Rankers that look, rankers that draw, several threads, and what is read off patches by maps of their own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stages.tuning.reduction={method = pyramid-drop, schedule.layers = [1]}",
                "stages.tuning.reduction={method = random, schedule.layers = [1]}",
                "stages.tuning={turns = conversation, reduction = {method = pyramid-drop, schedule.layers = [1]}}",
                "stages.tuning.tower=0.3",
                "threads=2"
            })
    void howeverItLearnsAStopChangesNoBit(String setting) throws IOException {
        String[] settings = {setting, "stages.tuning.budget.steps=12", "log-every=3", "validation.count=8"};
        run(tuning("whole", settings), Witness.silent());
        assertThat(stops(() -> tuning("stopped", settings))).isGreaterThan(2);
        CheckpointTensors.assertEqual(in("stopped", "last.checkpoint"), in("whole", "last.checkpoint"));
        assertSameModel("stopped", "whole");
    }

    /** The best weights are those of tuning: before it, no question counts. */
    @Test
    void aStopChangesNoBitInAnyOfFourStages() throws IOException {
        run(read(GROUNDED, "whole"), Witness.silent());
        assertThat(stops(() -> read(GROUNDED, "stopped"))).isGreaterThan(6);
        for (String file : List.of("last.checkpoint", "best.checkpoint")) {
            CheckpointTensors.assertEqual(in("stopped", file), in("whole", file));
        }
        assertSameModel("stopped", "whole");
        assertThat(Curve.examinations(in("whole", "")))
                .extracting(Examination::stage)
                .containsSubsequence("grounding", "grounding", "tuning", "tuning");
        assertThat(TrainingState.of(Checkpoint.read(in("whole", "best.checkpoint"), "none"))
                        .stage())
                .isEqualTo(3);
    }

    /**
     * A step has four parts, which take a tick each by this clock: 40 ms, so that 7.2 of them fit. A slower machine
     * that goes on takes as many.
     */
    @Test
    void aBudgetInMinutesBecomesStepsOnceWhateverTheClockSaysLater() throws IOException {
        String[] settings = {"stages.tuning.budget={steps = null, minutes = 0.0048}", "log-every=2"};
        List<Integer> steps = new ArrayList<>();
        Stop stop = new Stop();
        Witness first = new Witness(stop::request, () -> {});
        assertThatThrownBy(() -> training(10).run(tuning("stopped", settings), false, first, stop))
                .hasMessageStartingWith("Stopped at step 2 of 7 of the stage tuning");
        training(50).run(tuning("stopped", settings), false, new Witness(() -> steps.add(7), () -> {}), new Stop());
        assertThat(steps).hasSize(3);
        run(tuning("whole", "stages.tuning.budget.steps=7", "log-every=2"), Witness.silent());
        assertSameModel("stopped", "whole");
    }

    /** How often a training is stopped that is stopped at every line of its curve. */
    private int stops(Supplier<TrainingPlan> plan) {
        for (int stops = 0; ; stops++) {
            Stop stop = new Stop();
            try {
                training().run(plan.get(), false, new Witness(stop::request, () -> {}), stop);
                return stops;
            } catch (StoppedTrainingException again) {
                assertThat(again).hasMessageStartingWith("Stopped ");
            }
        }
    }

    /** Whose clock goes on by so many milliseconds whenever it is looked at. */
    private Training training(int millis) {
        AtomicLong now = new AtomicLong();
        return new Training(
                injector.getInstance(ModelOpening.class),
                new Software("test", "", false, "17"),
                () -> now.addAndGet(millis * 1_000_000L));
    }

    /** Killed at step 10, it goes on from step 8: two of the five steps of the line are taken again, three are not. */
    @Test
    void aLineOfTheCurveIsTheMeanOfAllItsStepsThoughTheTrainingWasKilledAmongThem() {
        String[] settings = {"stages.tuning.budget.steps=12", "stages.tuning.checkpoint-every=4", "log-every=5"};
        run(tuning("whole", settings), Witness.silent());
        int[] lines = new int[1];
        Witness killer = new Witness(
                () -> {
                    if (++lines[0] == 2) {
                        throw new IllegalStateException("killed");
                    }
                },
                () -> {});
        assertThatThrownBy(() -> run(tuning("killed", settings), killer)).hasMessage("killed");
        run(tuning("killed", settings), Witness.silent());
        assertThat(means("killed")).hasSize(3).isEqualTo(means("whole"));
    }

    @Test
    void underAReductionEachTestQuestionIsAskedAlone() {
        Training.Finished finished = run(
                tuning("reduced", "stages.tuning.reduction={method = pyramid-drop, schedule.layers = [1]}"),
                Witness.silent());
        assertThat(finished.examinations())
                .extracting(Examination::stage)
                .satisfiesExactly(
                        whole -> assertThat(whole).isEqualTo("all visual tokens"),
                        reduced -> assertThat(reduced)
                                .startsWith("reduced as in training, one question a sequence: ranker "));
        assertThat(finished.examinations())
                .extracting(examination -> examination.overall().asked())
                .containsExactly(40, 40);
    }

    private List<List<Object>> means(String output) {
        return Curve.points(in(output, "")).stream()
                .map(point -> List.<Object>of(point.step(), point.loss(), point.gradientNorm()))
                .toList();
    }

    @Test
    void aFinishedTrainingIsNotAskedAgain() throws IOException {
        Training.Finished first = run(tuning("once"), Witness.silent());
        assertThat(first.before()).isFalse();
        // What nobody could have found out by asking.
        claim("once", 12345);
        Witness witness = Witness.silent();
        Training.Finished again = run(tuning("once"), witness);
        assertThat(again.before()).isTrue();
        assertThat(again.examinations().get(0).overall().asked()).isEqualTo(12345);
        assertThat(witness.examinations).isEmpty();
        assertThat(run(tuning("once", "log-every=3"), witness).before()).isTrue();
    }

    @Test
    void aProcessThatEndsBetweenResultAndModelLeavesOnlyTheModelToBeStored() throws IOException {
        Training.Finished whole = run(tuning("whole"), Witness.silent());
        Witness killer = new Witness(() -> {}, () -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> run(tuning("killed"), killer)).hasMessage("killed");
        assertThat(in("killed", "results.json")).exists();
        assertThat(in("killed", "model")).doesNotExist();

        Training.Finished rest = run(tuning("killed"), Witness.silent());
        assertThat(rest.before()).isFalse();
        assertThat(rest.examinations()).isEqualTo(whole.examinations());
        assertSameModel("killed", "whole");
        assertThat(Curve.examinations(in("killed", ""))).isEqualTo(Curve.examinations(in("whole", "")));
    }

    @Test
    void whatWasAskedBeforeTheEndIsNotAskedAgain() throws IOException {
        Witness killer = new Witness(() -> {}, () -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> run(tuning("killed"), killer)).hasMessage("killed");
        claim("killed", 12345);
        run(tuning("killed"), Witness.silent());
        assertThat(in("killed", "model/README.md")).content().contains("| all | 12345 |");
    }

    @Test
    void anotherPurposeStoresTheModelAgainAndAnotherFormatOrOtherTestQuestionsAreAsked() throws IOException {
        run(tuning("changed"), Witness.silent());
        long half = Files.size(in("changed", "model/model.safetensors"));
        claim("changed", 12345);
        Training.Finished renamed = run(tuning("changed", "purpose=Another."), Witness.silent());
        assertThat(renamed.before()).isFalse();
        assertThat(renamed.examinations().get(0).overall().asked()).isEqualTo(12345);
        assertThat(in("changed", "model/README.md")).content().contains("Another.", "| all | 12345 |");

        Training.Finished whole = run(tuning("changed", "format=float32"), Witness.silent());
        assertThat(whole.before()).isFalse();
        assertThat(whole.examinations().get(0).overall().asked()).isEqualTo(40);
        assertThat(in("changed", "examined")).doesNotExist();
        assertThat(Files.size(in("changed", "model/model.safetensors"))).isGreaterThan(half * 3 / 2);

        Training.Finished other = run(tuning("changed", "format=float32", "test.count=8"), Witness.silent());
        assertThat(other.before()).isFalse();
        assertThat(other.examinations().get(0).overall().asked()).isEqualTo(8);
        assertThat(run(tuning("changed", "format=float32", "test.count=8"), Witness.silent())
                        .before())
                .isTrue();
    }

    @Test
    void aFinishedTrainingWithoutItsCheckpointIsNeverThrownAway() throws IOException {
        run(tuning("light"), Witness.silent());
        Files.delete(in("light", "last.checkpoint"));
        assertThat(run(tuning("light"), Witness.silent()).before()).isTrue();
        assertThatThrownBy(() -> run(tuning("light", "test.count=8"), Witness.silent()))
                .isInstanceOf(FailedRunException.class)
                .hasMessageContaining("begin anew with --fresh");
        assertThatThrownBy(() -> run(tuning("light", "seed=3"), Witness.silent()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("seed was 17 and is 3");
        assertThat(in("light", "model/model.safetensors")).exists();
    }

    @Test
    void aBrokenResultSaysWhatToDo() throws IOException {
        run(tuning("broken"), Witness.silent());
        for (String text : List.of("", "{}", "{\"weights\": 3")) {
            Files.writeString(in("broken", "results.json"), text);
            assertThatThrownBy(() -> run(tuning("broken"), Witness.silent()))
                    .isInstanceOf(FailedRunException.class)
                    .hasMessageContaining("expected the result of a training at " + in("broken", "results.json"))
                    .hasMessageContaining("remove the file");
        }
        Files.delete(in("broken", "results.json"));
        assertThat(run(tuning("broken"), Witness.silent()).before()).isFalse();
    }

    /** Writes into the stored result that so many test questions were asked. */
    private void claim(String output, int questions) throws IOException {
        Path file = in(output, "results.json");
        Files.writeString(file, Files.readString(file).replace("\"asked\": 40", "\"asked\": " + questions));
    }

    private void assertSameModel(String one, String other) throws IOException {
        assertThat(in(one, "model/model.safetensors")).hasSameBinaryContentAs(in(other, "model/model.safetensors"));
    }

    private Path in(String output, String file) {
        return folder.resolve(output).resolve("toy").resolve(file);
    }

    private Training training() {
        return injector.getInstance(Training.class);
    }

    private Training.Finished run(TrainingPlan plan, Witness witness) {
        return training().run(plan, false, witness, new Stop());
    }

    /** The stage tuning alone, and short. */
    private TrainingPlan tuning(String output, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "stages.tower=null",
                "stages.alignment=null",
                "stages.tuning.curriculum=null",
                "stages.tuning.budget.steps=2"));
        settings.addAll(List.of(more));
        return plan(output, settings.toArray(String[]::new));
    }

    private TrainingPlan plan(String output, String... settings) {
        return read(TOY, output, settings);
    }

    private TrainingPlan read(String file, String output, String... settings) {
        List<String> overrides = new ArrayList<>(List.of(settings));
        overrides.add("output=\"" + folder.resolve(output) + "\"");
        return injector.getInstance(TrainingReader.class).read(file, overrides);
    }
}
