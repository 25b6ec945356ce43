// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.GroupFile;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.PlanModule;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginModule;
import dev.pdrop.experiments.train.data.Turns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingReaderTest {

    private static final String TOY = "src/test/resources/train/toy.conf";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsTheTrainingOfTheEmbeddedCheckpoint() {
        TrainingPlan plan = reader().read("glyph-llava", List.of());
        assertThat(plan.stages()).extracting(StagePlan::kind).containsExactly(StageKind.values());
        StagePlan grounding = plan.stages().get(2);
        assertThat(grounding.questions()).isEqualTo(10);
        assertThat(grounding.phases())
                .extracting(StagePlan.Phase::until)
                .containsExactly(0.105, 0.235, 0.38, 0.46, 0.525, 0.67, 0.755, 0.985, 1.0);
        assertThat(grounding.phase(0, 1000)).isZero();
        assertThat(grounding.phase(105, 1000)).isEqualTo(1);
        assertThat(grounding.phase(999, 1000)).isEqualTo(8);
    }

    @Test
    void everyTrainingFileBinds() throws IOException {
        try (Stream<Path> files = Files.list(Planning.CONF.resolve("train"))) {
            for (Path file : files.filter(one -> !one.endsWith("base.conf")).toList()) {
                List<TrainingPlan> plans = reader().experiment(file.toString(), List.of())
                        .map(TrainingExperiment::trainings)
                        .orElseGet(() -> List.of(reader().read(file.toString(), List.of())));
                assertThat(plans).as(file.toString()).isNotEmpty();
                String purpose = plans.get(0).purpose();
                assertThat(purpose).as(file.toString()).endsWith(".");
            }
        }
    }

    @Test
    void armsAreTrainingsThatDifferInAFewSettings() {
        TrainingExperiment experiment =
                reader().experiment("train-pyramid", List.of()).orElseThrow();
        assertThat(experiment.trainings())
                .extracting(TrainingPlan::name)
                .containsExactly(
                        "none",
                        "pyramid-0.4",
                        "pyramid-0.5",
                        "pyramid-0.6",
                        "pyramid-3-stages",
                        "pyramid-5-stages",
                        "fastv",
                        "none-one-question",
                        "pyramid-0.5-one-question",
                        "none-conversation",
                        "pyramid-0.5-conversation",
                        "none-long",
                        "pyramid-0.5-long");
        assertThat(experiment.evaluation()).contains("train-pyramid");
        TrainingPlan fastv = experiment.trainings().get(6);
        assertThat(fastv.folder()).isEqualTo(experiment.folder().resolve("fastv"));
        assertThat(fastv.stages()).extracting(StagePlan::kind).containsExactly(StageKind.values());
        assertThat(fastv.stages().get(2).reduction()).isEmpty();
        assertThat(fastv.stages().get(3).reduction().orElseThrow().ranker()).isEqualTo("fastv");
        assertThat(experiment.trainings().get(12).stages().get(3).budget().steps())
                .contains(3600);
        // What only an arm's tuning has changes neither what it has in common with the others nor what it is asked.
        TrainingPlan one = experiment.trainings().get(8);
        assertThat(one.stages().get(3).questions()).isEqualTo(1);
        assertThat(one.stages().get(2).questions()).isEqualTo(10);
        assertThat(one.tested()).isEqualTo(fastv.tested());
        assertThat(experiment.trainings().get(10).stages())
                .extracting(StagePlan::turns)
                .containsExactly(Turns.APART, Turns.APART, Turns.APART, Turns.CONVERSATION);
        assertThat(reader().experiment("train-pyramid-576", List.of())
                        .orElseThrow()
                        .trainings())
                .hasSize(7);
        assertThat(reader().experiment("glyph-llava", List.of())).isEmpty();
    }

    @Test
    void aReductionIsAMethodAsInExperiments() {
        TrainingPlan plan = reader().read(TOY, List.of("stages.tuning.reduction={method = pyramid-drop}"));
        assertThat(plan.stages().get(2).reduction().orElseThrow().ranker()).isEqualTo("pyramid-drop");
    }

    @Test
    void aNameStandsForTheFileOfAMethod() throws IOException {
        assertThat(reduction(TOY, "stages.tuning.reduction=fastv").ranker()).isEqualTo("fastv");
        assertThat(reduction(TOY, "stages.tuning.reduction=fastv", "stages.tuning.reduction.schedule.layer=1")
                        .schedule())
                .contains("layer 1");
        Path file = folder.resolve("named.conf");
        Files.writeString(
                file,
                "include required(\"" + Path.of(TOY).toAbsolutePath()
                        + "\")\nstages.tuning.reduction = pyramid-drop\n");
        assertThat(reduction(file.toString()).ranker()).isEqualTo("pyramid-drop");
        assertThat(reduction(file.toString(), "stages.tuning.reduction.schedule.lambda=0.25")
                        .schedule())
                .contains("0.25");
        assertThat(reduction(file.toString(), "stages.tuning.reduction=fastv").ranker())
                .isEqualTo("fastv");
        assertThat(reader().read(file.toString(), List.of("stages.tuning.reduction=null"))
                        .stages()
                        .get(2)
                        .reduction())
                .isEmpty();
    }

    @Test
    void aNameOfNoMethodIsToldAsInExperiments() {
        assertThatThrownBy(() -> reader().read(TOY, List.of("stages.tuning.reduction=fastw")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("--set stages.tuning.reduction=fastw: stages.tuning.reduction: unknown method 'fastw'; did"
                        + " you mean 'fastv'?");
    }

    @Test
    void whatOtherDataSetsTakeOverIsToldOnce() {
        assertThatThrownBy(() -> reader().read(
                                "glyph-llava", List.of("dataset.splitt=train", "dataset.difficulty.max-things=none")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("--set dataset.difficulty.max-things=none: dataset.difficulty.max-things: expected a whole"
                        + " number, found 'none'\n--set dataset.splitt=train: dataset.splitt: unknown key; did you mean"
                        + " 'split'?");
    }

    @Test
    void whatAPartOfACurriculumSetsItselfIsToldThere() {
        assertThatThrownBy(() -> reader().read(
                                TOY,
                                List.of(
                                        "dataset.count=0",
                                        "stages.tuning.curriculum=[{until = 0.5, dataset {splitt = train}}]")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("count must be")
                .hasMessageContaining("curriculum[0].dataset.splitt: unknown key");
    }

    @Test
    void whatIsOnlyThereToBeIncludedIsNoTraining() {
        assertThatThrownBy(() -> reader().read("base", List.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("base: unknown training 'base'; ");
        assertThatThrownBy(() -> Planning.real().experiments().read("base", List.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("base: unknown experiment 'base'; ");
        assertThat(new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader()).list(ConfigGroup.TRAIN))
                .extracting(GroupFile::name)
                .contains("glyph-llava")
                .doesNotContain("base");
    }

    @Test
    void aStageThatIsNullIsLeftOut() {
        TrainingPlan plan = reader().read(TOY, List.of("stages.tower=null"));
        assertThat(plan.stages()).extracting(StagePlan::kind).containsExactly(StageKind.ALIGNMENT, StageKind.TUNING);
    }

    @Test
    void anyStageOfTheEmbeddedCheckpointsTrainingCanBeLeftOut() {
        for (StageKind kind : List.of(StageKind.TOWER, StageKind.ALIGNMENT, StageKind.GROUNDING)) {
            TrainingPlan plan = reader().read("glyph-llava", List.of("stages." + kind.label() + "=null"));
            assertThat(plan.stages()).as(kind.label()).hasSize(3).noneMatch(stage -> stage.kind() == kind);
        }
    }

    @Test
    void nothingIsGroundedForATuningThatDoesNotCome() {
        assertThatThrownBy(() -> reader().experiment("train-pyramid", List.of("stages.tuning=null")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("stages must hold tuning behind grounding");
    }

    @Test
    void everyProblemIsToldAtOnceWithItsPlace() {
        assertThatThrownBy(() -> reader().read(
                                TOY,
                                List.of(
                                        "stages.tuning.batch-sise=3",
                                        "stages.tower.optimiser.clip=0",
                                        "stages.tuning.budget.minutes=3",
                                        "stages.tower.questions-per-image=3",
                                        "model.decoder.heads=5",
                                        "dataset.splitt=train",
                                        "stages.tuning.reduction={method = pyramid}")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("batch-sise: unknown key; did you mean 'batch-size'?")
                .hasMessageContaining("clip must be above 0, was 0.0")
                .hasMessageContaining("steps or minutes must be set, and not both")
                .hasMessageContaining("heads")
                .hasMessageContaining("splitt: unknown key; did you mean 'split'?")
                .hasMessageContaining("unknown method 'pyramid'");
    }

    @Test
    void whatATowerIsAskedBesideAnswersNeedsAnswersAndATowerThatLearns() {
        assertThatThrownBy(() -> reader().read(
                                TOY,
                                List.of(
                                        "stages.alignment.linear-from=1.1",
                                        "stages.tuning.tower=0.1",
                                        "stages.tuning.learn=[decoder]")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("linear-from must be from 0 to 1, was 1.1")
                .hasMessageContaining("tower must be 0 where learn does not name the tower, was 0.1");
        assertThatThrownBy(() -> reader().read(TOY, List.of("stages.tower.tower=0.1")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("stages.tower.tower: expected nothing, since only the stages grounding and tuning"
                        + " teach answers");
    }

    @Test
    void aBudgetInMinutesReplacesOneInStepsAsTheReadmeSays() {
        TrainingPlan plan = reader().read("glyph-llava", List.of("stages.tuning.budget={steps=null, minutes=30}"));
        assertThat(plan.stages().get(3).budget().minutes()).contains(30.0);
        assertThat(plan.stages().get(3).budget().steps()).isEmpty();
    }

    @Test
    void whatDoesNotDecideTheWeightsIsNotDecisive() {
        var plain = reader().read(TOY, List.of()).decisive();
        assertThat(reader().read(TOY, List.of("output=\"/elsewhere\"", "log-every=3", "test.count=8"))
                        .decisive())
                .isEqualTo(plain);
        assertThat(reader().read(TOY, List.of("seed=18")).decisive()).isNotEqualTo(plain);
    }

    private static ArmPlan reduction(String file, String... overrides) {
        return reader().read(file, List.of(overrides))
                .stages()
                .get(2)
                .reduction()
                .orElseThrow();
    }

    private static TrainingReader reader() {
        return Guice.createInjector(
                        new PluginModule(PluginCatalog.load(TrainingReaderTest.class.getClassLoader())),
                        new PlanModule(new ConfigGroups(Planning.CONF, ClassLoader.getPlatformClassLoader())),
                        new com.google.inject.AbstractModule() {
                            @Override
                            protected void configure() {
                                bind(TrainingReader.class);
                            }
                        })
                .getInstance(TrainingReader.class);
    }
}
