// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.plan.PlanModule;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginModule;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.experiments.train.plan.TrainingReader;
import dev.pdrop.spi.FailedRunException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BeginningsTest {

    private static final String TOY = "src/test/resources/train/toy.conf";
    /** It is not about what is learnt. */
    private static final List<String> SHORT = List.of(
            "stages.tower.budget.steps=6",
            "stages.alignment.budget.steps=2",
            "stages.tuning.budget.steps=10",
            "validation.count=4",
            "test.count=4");

    private static final String REDUCED = "stages.tuning.reduction={method = pyramid-drop, schedule.layers = [1]}";

    @TempDir
    private Path folder = Path.of("");

    /** Remembers what was noted and which stages began. */
    private static final class Notes implements TrainingListener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void noted(String line) {
            lines.add(line);
        }

        @Override
        public void entered(String stage, int step, int steps) {
            lines.add(stage);
        }

        @Override
        public void moved(CurvePoint point, double secondsLeft) {}

        @Override
        public void examined(Examination examination) {}
    }

    @Test
    void stagesThatAnotherTrainingLearntGiveTheSameWeightsToTheLastBit() throws Exception {
        Software software = Software.of("test", "abc", false);
        Beginnings beginnings = new Beginnings(folder.resolve("beginnings"), software, false);
        Notes first = train(software, Optional.of(beginnings), "first");
        Notes shared = train(software, Optional.of(beginnings), "shared", REDUCED);
        Notes alone = train(software, Optional.empty(), "alone", REDUCED);
        assertThat(first.lines).containsExactly("tower", "alignment", "tuning");
        assertThat(shared.lines)
                .containsExactly(
                        "Stages before tuning are taken over from a training with the same settings, to the last bit",
                        "tuning");
        assertThat(alone.lines).containsExactly("tower", "alignment", "tuning");
        assertThat(weights("shared")).hasSameBinaryContentAs(weights("alone"));
        assertThat(Files.mismatch(weights("shared"), weights("first"))).isNotNegative();
    }

    @Test
    void otherSettingsOfAStageOrAnotherPdropShareNothing() throws Exception {
        Software software = Software.of("test", "abc", false);
        Beginnings beginnings = new Beginnings(folder.resolve("beginnings"), software, false);
        train(software, Optional.of(beginnings), "first");
        Notes other = train(software, Optional.of(beginnings), "other", "stages.alignment.optimiser.clip=0.5");
        assertThat(other.lines).first().asString().startsWith("Stages before alignment are taken over");
        Software newer = Software.of("test", "def", false);
        Notes later = train(newer, Optional.of(new Beginnings(folder.resolve("beginnings"), newer, false)), "later");
        assertThat(later.lines).startsWith("tower");
    }

    @Test
    void changedSourcesShareNothing() throws Exception {
        Software changed = Software.of("test", "abc", true);
        train(changed, Optional.of(new Beginnings(folder.resolve("beginnings"), changed, false)), "first");
        assertThat(folder.resolve("beginnings")).doesNotExist();
    }

    /** Its first steps were taken by other threads, so that nobody could learn it again to the last bit. */
    @Test
    void aStageThatWasBegunOnAnotherMachineIsNotKept() throws Exception {
        Software software = Software.of("test", "abc", false);
        Stop stop = new Stop();
        assertThatThrownBy(() -> training().run(plan("begun"), Optional.empty(), false, stopping(stop), stop))
                .isInstanceOf(StoppedTrainingException.class);
        Path last = folder.resolve("begun/last.checkpoint");
        String text = Files.readString(last, StandardCharsets.ISO_8859_1);
        String other = text.replace("\\\"threads\\\":\\\"1\\\"", "\\\"threads\\\":\\\"2\\\"");
        assertThat(other).isNotEqualTo(text);
        Files.writeString(last, other, StandardCharsets.ISO_8859_1);

        Notes notes =
                train(software, Optional.of(new Beginnings(folder.resolve("beginnings"), software, false)), "begun");
        assertThat(notes.lines).first().asString().startsWith("This training began with threads = 2, now it is 1");
        assertThat(folder.resolve("beginnings")).doesNotExist();
        assertThat(folder.resolve("begun/model/README.md")).content().contains("libtorch threads: 2, then 1.");
    }

    @Test
    void whoBeginsAnewReadsNothingThatWasKeptBeforeAndReplacesIt() throws Exception {
        Software software = Software.of("test", "abc", false);
        Path kept = folder.resolve("beginnings");
        train(software, Optional.of(new Beginnings(kept, software, false)), "first");
        List<Path> files;
        try (Stream<Path> all = Files.list(kept)) {
            files = all.toList();
        }
        assertThat(files).hasSize(2);
        for (Path file : files) {
            Files.writeString(file, "broken");
        }
        Beginnings old = new Beginnings(kept, software, false);
        assertThatThrownBy(() -> train(software, Optional.of(old), "second"))
                .isInstanceOf(FailedRunException.class)
                .hasMessageContaining("expected a checkpoint at " + kept);

        Beginnings anew = new Beginnings(kept, software, true);
        assertThat(train(software, Optional.of(anew), "third").lines).startsWith("tower");
        // What was learnt meanwhile counts.
        assertThat(train(software, Optional.of(anew), "fourth").lines.get(0)).startsWith("Stages before tuning are");
        assertThat(train(software, Optional.of(old), "fifth").lines.get(0)).startsWith("Stages before tuning are");
    }

    private static TrainingListener stopping(Stop stop) {
        return new TrainingListener() {
            @Override
            public void noted(String line) {}

            @Override
            public void entered(String stage, int step, int steps) {}

            @Override
            public void moved(CurvePoint point, double secondsLeft) {
                stop.request();
            }

            @Override
            public void examined(Examination examination) {}
        };
    }

    private Path weights(String name) {
        return folder.resolve(name).resolve("model/model.safetensors");
    }

    private Notes train(Software software, Optional<Beginnings> beginnings, String name, String... settings) {
        Notes notes = new Notes();
        training(software).run(plan(name, settings), beginnings, false, notes, new Stop());
        return notes;
    }

    private Training training() {
        return training(Software.of("test", "abc", false));
    }

    private static Training training(Software software) {
        return injector(software).getInstance(Training.class);
    }

    private TrainingPlan plan(String name, String... settings) {
        List<String> overrides = Stream.concat(
                        Stream.concat(Stream.of("output=\"" + folder + "\"", "name=" + name), SHORT.stream()),
                        Stream.of(settings))
                .toList();
        return injector(Software.of("test", "abc", false))
                .getInstance(TrainingReader.class)
                .read(TOY, overrides);
    }

    private static Injector injector(Software software) {
        return Guice.createInjector(
                new PluginModule(PluginCatalog.load(BeginningsTest.class.getClassLoader())),
                new PlanModule(new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader())),
                new RunModule(software),
                new TrainModule());
    }
}
