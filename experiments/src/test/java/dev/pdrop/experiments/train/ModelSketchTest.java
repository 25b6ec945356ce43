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
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.plan.PlanModule;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginModule;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.experiments.train.plan.TrainingReader;
import dev.pdrop.spi.InvalidDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelSketchTest {

    private static final String TOY = "src/test/resources/train/toy.conf";

    private final Injector injector = Guice.createInjector(
            new PluginModule(PluginCatalog.load(ModelSketchTest.class.getClassLoader())),
            new PlanModule(new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader())),
            new RunModule(new Software("test", "", false, "17")),
            new TrainModule());

    @TempDir
    private Path folder = Path.of("");

    @Test
    void knowsTheSizesOfAModelThatIsNotMadeYet() {
        assertThat(sketch().geometry(toy()).layers()).isEqualTo(2);
    }

    /** A model that cannot be begun leaves half a folder, which must not be told in place of why. */
    @Test
    void aModelThatCannotBeBegunIsToldAsSuch() throws Exception {
        Files.writeString(folder.resolve("questions.jsonl"), "{\"id\":\n");
        Path training = Files.writeString(folder.resolve("malformed.conf"), """
                include required("%s")
                name = malformed, purpose = "No questions.", output = trainings
                model {
                  use = llava
                  vision { patch-size = 16, layers = 1, width = 16, heads = 2, feed-forward = 16 }
                  decoder { layers = 2, hidden-size = 16, heads = 2, key-value-heads = 2, feed-forward = 16 }
                }
                dataset { use = jsonl, file = questions.jsonl }
                validation = ${dataset}
                test = ${dataset}
                stages {
                  tower = null
                  alignment = null
                  tuning { budget { steps = 1, minutes = null }, alignment = 0 }
                }
                """.formatted(
                        Planning.CONF.resolve("train/base.conf").toAbsolutePath()));
        TrainingPlan plan = injector.getInstance(TrainingReader.class).read(training.toString(), List.of());
        assertThatThrownBy(() -> sketch().geometry(plan))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("questions.jsonl:1: expected one JSON object");
    }

    @Test
    void everyArmThatDoesNotFitTheModelIsNamedWithItsPlace() {
        List<ArmPlan> arms = injector.getInstance(ExperimentReader.class)
                .read("quickstart", List.of())
                .arms();
        assertThatThrownBy(() -> sketch().requireFit(List.of(toy()), arms))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(
                        "quickstart.conf:22: arms.fastv-k2: expected a stage before layer 0 to 1 of this model")
                .hasMessageContaining(
                        "quickstart.conf:27: arms.random: expected stages before layer 0 to 1 of this model");
    }

    @Test
    void armsThatFitAreFine() {
        List<ArmPlan> arms = injector.getInstance(ExperimentReader.class)
                .read("quickstart", List.of())
                .arms();
        sketch().requireFit(List.of(toy("model.decoder.layers=12")), arms);
        sketch().requireFit(List.of(), arms);
    }

    private ModelSketch sketch() {
        return injector.getInstance(ModelSketch.class);
    }

    private TrainingPlan toy(String... settings) {
        return injector.getInstance(TrainingReader.class).read(TOY, List.of(settings));
    }
}
