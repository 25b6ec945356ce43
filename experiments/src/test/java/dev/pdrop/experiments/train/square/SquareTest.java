// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.square;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.plan.PlanModule;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginModule;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.train.TrainModule;
import dev.pdrop.experiments.train.plan.TrainingExperiment;
import dev.pdrop.experiments.train.plan.TrainingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SquareTest {

    @TempDir
    private Path folder = Path.of("");

    /** Nothing over nothing is no share. */
    @Test
    void aTrainingThatTeachesNoAnswersHasNoShareOfTheirTime() throws IOException {
        Square square = Square.of(experiment(), Planning.glyphLlava(), Optional.empty());
        assertThat(square.trained()).extracting(Square.Trained::stepShare).allMatch(Optional::isEmpty);
        assertThat(square.json()).contains("\"step_share\": null");
        assertThat(square.table().lines().toList().get(1)).matches("tower +none +144\\.0 +100\\.0 % +0 +0 +- +0");
    }

    private TrainingExperiment experiment() throws IOException {
        Path file = Files.writeString(folder.resolve("towers.conf"), """
                include required("%s")
                name = towers, purpose = "No answers.", output = "%s"
                stages.tuning = null
                arms { tower {}, other { seed = 3 } }
                """.formatted(
                        Path.of("src/test/resources/train/toy.conf").toAbsolutePath(), folder));
        return Guice.createInjector(
                        new PluginModule(PluginCatalog.load(SquareTest.class.getClassLoader())),
                        new PlanModule(new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader())),
                        new RunModule(new Software("test", "", false, "17")),
                        new TrainModule())
                .getInstance(TrainingReader.class)
                .experiment(file.toString(), List.of())
                .orElseThrow();
    }
}
