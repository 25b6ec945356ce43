// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.square;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import dev.pdrop.engine.statistics.Interval;
import dev.pdrop.engine.statistics.Verdict;
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
        Square square = Square.of(experiment(), unused -> Planning.glyphLlava(), Optional.empty());
        assertThat(square.trained()).extracting(Square.Trained::stepShare).allMatch(Optional::isEmpty);
        assertThat(square.json()).contains("\"step_share\": null");
        assertThat(square.table().lines().toList().get(1)).matches("tower +none +144\\.0 +100\\.0 % +- +0 +0 +- +0");
    }

    /** The second model could not be asked under the last method. */
    @Test
    void showsWhatWasLearntAndThenWhatDiffers() {
        Square square = new Square(
                "pair",
                "Two models.",
                List.of(
                        trained("none", List.of(asked("full", Optional.empty()), asked("half", Optional.empty()))),
                        trained("other", List.of(asked("full", Optional.of(better()))))));

        assertThat(square.answered())
                .containsExactly(
                        List.of("trained", "full", "half"),
                        List.of("none", "50.0 % [40.0, 61.0]", "50.0 % [40.0, 61.0]"),
                        List.of("other", "50.0 % [40.0, 61.0]", "-"));
        assertThat(square.differences())
                .containsExactly(
                        List.of("trained", "method", "against none", "95 % interval", "p", "verdict"),
                        List.of("other", "full", "5.0", "1.0 to 9.0", "0.020", "higher"));
        assertThat(square.withoutStatement()).isEmpty();
    }

    private static Square.Trained trained(String arm, List<Square.Asked> asked) {
        return new Square.Trained(
                arm, "none", 144, 1, Optional.of(10), Optional.of("apart"), 10, 5, Optional.of(1.0), 0, asked);
    }

    private static Square.Asked asked(String method, Optional<Square.Difference> difference) {
        return new Square.Asked(method, "run", 144, new Interval(0.5, 0.4, 0.61, 0.95, 100, 25), difference);
    }

    private static Square.Difference better() {
        return new Square.Difference(new Interval(0.05, 0.01, 0.09, 0.95, 100, 25), Optional.of(0.02), Verdict.HIGHER);
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
