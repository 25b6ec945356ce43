// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;

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
        Beginnings beginnings = new Beginnings(folder.resolve("beginnings"), software);
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
        Beginnings beginnings = new Beginnings(folder.resolve("beginnings"), software);
        train(software, Optional.of(beginnings), "first");
        Notes other = train(software, Optional.of(beginnings), "other", "stages.alignment.optimiser.clip=0.5");
        assertThat(other.lines).first().asString().startsWith("Stages before alignment are taken over");
        Software newer = Software.of("test", "def", false);
        Notes later = train(newer, Optional.of(new Beginnings(beginnings.folder(), newer)), "later");
        assertThat(later.lines).startsWith("tower");
    }

    @Test
    void changedSourcesShareNothing() throws Exception {
        Software changed = Software.of("test", "abc", true);
        train(changed, Optional.of(new Beginnings(folder.resolve("beginnings"), changed)), "first");
        assertThat(folder.resolve("beginnings")).doesNotExist();
    }

    private Path weights(String name) {
        return folder.resolve(name).resolve("model/model.safetensors");
    }

    private Notes train(Software software, Optional<Beginnings> beginnings, String name, String... settings) {
        Injector injector = Guice.createInjector(
                new PluginModule(PluginCatalog.load(BeginningsTest.class.getClassLoader())),
                new PlanModule(new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader())),
                new RunModule(software),
                new TrainModule());
        List<String> overrides = Stream.concat(
                        Stream.of("output=\"" + folder + "\"", "name=" + name), Stream.of(settings))
                .toList();
        TrainingPlan plan = injector.getInstance(TrainingReader.class).read(TOY, overrides);
        Notes notes = new Notes();
        injector.getInstance(Training.class).run(plan, beginnings, false, notes, new Stop());
        return notes;
    }
}
