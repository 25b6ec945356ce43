// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.plan.PlanModule;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginModule;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.train.data.BatchMaker;
import dev.pdrop.experiments.train.data.LessonMaker;
import dev.pdrop.experiments.train.data.PatchWeights;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.experiments.train.plan.TrainingReader;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.TrainableBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model of random weights, with what it is asked.
 *
 * @param backbone the model
 * @param prompt what is said to it
 * @param questions 40 on ten images
 */
record ToyModel(TrainableBackbone backbone, String prompt, Dataset questions) implements AutoCloseable {

    /** Begins one in a folder that is there. */
    static ToyModel in(Path folder) throws IOException {
        Injector injector = Guice.createInjector(
                new PluginModule(PluginCatalog.load(ToyModel.class.getClassLoader())),
                new PlanModule(new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader())),
                new RunModule(new Software("test", "", false, "17")),
                new TrainModule());
        TrainingPlan plan =
                injector.getInstance(TrainingReader.class).read("src/test/resources/train/toy.conf", List.of());
        Path model = Files.createTempDirectory(folder, "model");
        ModelOpening opening = injector.getInstance(ModelOpening.class);
        opening.begin(plan, model);
        return new ToyModel(
                ModelOpening.open(opening.unopened(plan, model)),
                plan.prompt(),
                plan.test().create());
    }

    /** Makes lessons of the questions. */
    BatchMaker lessons(int batchSize) {
        return new BatchMaker(
                batchSize,
                Optional.of(new LessonMaker(backbone, prompt, Turns.APART)),
                Optional.empty(),
                new PatchWeights(1, 0));
    }

    @Override
    public void close() {
        backbone.close();
    }
}
