// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.CommandLineProcess;
import dev.pdrop.experiments.train.CheckpointTensors;
import dev.pdrop.testing.SeededRandom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainings of a toy model, some of them really killed.
 *
 * <p>{@code -Dpdrop.kills=N} kills N times instead of three.
 */
@ExtendWith(SeededRandom.class)
final class TrainCommandTest {

    private static final int KILLS = Integer.getInteger("pdrop.kills", 3);
    private static final String TOY = "src/test/resources/train/toy.conf";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aTrainingThatIsKilledAgainAndAgainEndsWithTheWeightsOfOneThatIsNot(RandomGenerator random) throws Exception {
        Path clean = folder.resolve("clean");
        CommandLineProcess whole = start(clean);
        assertThat(whole.end()).as(whole.text()).isZero();
        Path killed = folder.resolve("killed");
        List<String> seen = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            CommandLineProcess process = start(killed);
            long lines = lines(killed);
            while (process.process().isAlive() && lines(killed) < lines + 2) {
                process.process().waitFor(1, TimeUnit.MILLISECONDS);
            }
            process.process().waitFor(random.nextLong(300), TimeUnit.MILLISECONDS);
            seen.add(process.process().isAlive() ? "alive" : process.text());
            process.kill();
        }
        CommandLineProcess last = start(killed);
        assertThat(last.end()).as(last.text()).isZero();
        assertThat(seen).contains("alive");
        for (String file : List.of("last.checkpoint", "best.checkpoint")) {
            CheckpointTensors.assertEqual(
                    killed.resolve("toy").resolve(file), clean.resolve("toy").resolve(file));
        }
        assertThat(killed.resolve("toy/model/model.safetensors"))
                .hasSameBinaryContentAs(clean.resolve("toy/model/model.safetensors"));
        assertThat(killed.resolve("toy")).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void theResultIsAModelWithACardThatRuns() throws Exception {
        CommandLineProcess process = start(folder);
        assertThat(process.end()).as(process.text()).isZero();
        Path model = folder.resolve("toy/model");
        assertThat(model.resolve("README.md"))
                .content()
                .contains("# toy", "| tuning | 30 | 4 | 4 |", "Not learnt", "| all | 40 |", "majority");
        assertThat(process.text()).containsPattern("\n  all .* of 40, any object alone \\d+\\.\\d %\n");
        assertThat(folder.resolve("toy/report.html")).content().contains("<th>majority</th>", "any object: as if");
        CommandLineProcess run = CommandLineProcess.start(
                folder,
                "run",
                "quickstart",
                "--set",
                "backbone.model=" + model,
                "--set",
                "dataset.limit=2",
                "--set",
                "arms.pyramid-drop.schedule={use = pyramid, layers = [1], lambda = 0.5}",
                "--set",
                "arms.fastv-k2.schedule={use = single, layer = 1, keep = 5}",
                "--set",
                "arms.fastv-k3.schedule={use = single, layer = 1, keep = 6}",
                "--set",
                "output=" + folder.resolve("runs"));
        assertThat(run.end()).as(run.text()).isZero();
    }

    @Test
    void anInterruptedTrainingWritesACheckpointAndSaysHowToGoOn() throws Exception {
        CommandLineProcess process = start(Foreground.prefix(), folder, "--set", "stages.tuning.budget.steps=100000");
        while (process.process().isAlive() && lines(folder) < 8) {
            process.process().waitFor(1, TimeUnit.MILLISECONDS);
        }
        interrupt(process);
        assertThat(process.text())
                .contains("which is kept; run the same command again to go on.")
                .doesNotContain("Exception", "defect");
        assertThat(folder.resolve("toy/last.checkpoint")).exists();
        assertThat(folder.resolve("toy/report.html")).content().contains("has not come to its end", "Stage tower");
    }

    @Test
    void anInterruptedLastExaminationEndsAtOnce() throws Exception {
        CommandLineProcess process = start(
                Foreground.prefix(),
                folder,
                "--set",
                "stages.tower=null",
                "--set",
                "stages.alignment=null",
                "--set",
                "stages.tuning.budget.steps=2",
                "--set",
                "test.count=10000000");
        while (process.process().isAlive() && !process.text().contains("tuning 2:")) {
            process.process().waitFor(10, TimeUnit.MILLISECONDS);
        }
        Process signal = new ProcessBuilder(
                        "kill", "-INT", Long.toString(process.process().pid()))
                .start();
        assertThat(signal.waitFor()).isZero();
        assertThat(process.end()).as(process.text()).isEqualTo(130);
        assertThat(process.text()).contains("kept; run the same command again to go on.");
        assertThat(folder.resolve("toy/model")).doesNotExist();
    }

    @Test
    void aFinishedTrainingIsShownAgainAtOnce() {
        Object[] command = {
            "train", TOY, "--set", "output=" + folder, "--set", "stages.tower=null", "--set", "stages.alignment=null"
        };
        CommandRun first = CommandRun.of(Map.of(), command);
        assertThat(first.exitCode()).as(first.error()).isZero();
        CommandRun again = CommandRun.of(Map.of(), command);
        assertThat(again.exitCode()).as(again.error()).isZero();
        assertThat(again.error()).isEqualTo("toy: A toy.\nThis training is finished; --fresh trains anew.\n");
        assertThat(again.out())
                .isEqualTo(first.out())
                .contains("Test questions, all visual tokens:", "The model is in ", "The report is ");
        CommandRun machine = CommandRun.of(Map.of(), concat(command, "--json", "--quiet"));
        assertThat(machine.error()).isEmpty();
        assertThat(machine.out()).contains("\"examinations\": [");
    }

    @Test
    void otherSettingsAreRefusedByNameAndBeginAnewWithFresh() throws Exception {
        Object[] tower = {"--set", "stages.alignment=null", "--set", "stages.tuning=null"};
        assertThat(start(folder, tower).end()).isZero();
        Object[] changed = concat(tower, "--set", "stages.tower.optimiser.clip=2", "--set", "seed=3");
        CommandLineProcess refused = start(folder, changed);
        assertThat(refused.end()).isEqualTo(2);
        assertThat(refused.text())
                .contains("found others: seed was 17 and is 3; stages.tower.optimiser.clip was 1.0 and is 2;");
        assertThat(folder.resolve("toy/report.html")).content().doesNotContain("has not come to its end");
        assertThat(start(folder, concat(changed, "--fresh")).end()).isZero();
    }

    @Test
    void aLossThatGrowsStopsWithStepLearningRateAndCheckpoint() throws Exception {
        CommandLineProcess process = start(
                folder,
                "--set",
                "optimiser.learning-rate=1e30",
                "--set",
                "stages.tower=null",
                "--set",
                "stages.tuning.optimiser.learning-rate=1e30");
        assertThat(process.end()).isEqualTo(4);
        assertThat(process.text())
                .contains(
                        "expected a loss that falls in the stage",
                        "with the learning rate",
                        "the last good checkpoint is " + folder.resolve("toy/last.checkpoint")
                                + ", of step 0 of the stage;")
                .doesNotContain("defect");
    }

    @Test
    void aLossThatGrowsLaterNamesTheStepOfTheLastCheckpoint() throws Exception {
        CommandLineProcess process = start(
                folder,
                "--set",
                "stages.tower=null",
                "--set",
                "stages.alignment=null",
                "--set",
                "stages.tuning.checkpoint-every=1",
                "--set",
                "stages.tuning.optimiser.learning-rate=1e30");
        assertThat(process.end()).as(process.text()).isEqualTo(4);
        Matcher told = Pattern.compile("at step (\\d+) with .*last\\.checkpoint, of step (\\d+) of the stage;")
                .matcher(process.text());
        assertThat(told.find()).as(process.text()).isTrue();
        assertThat(Integer.parseInt(told.group(2))).isPositive().isEqualTo(Integer.parseInt(told.group(1)) - 1);
    }

    @Test
    void aTrainingThatRunsOutOfRoomKeepsItsLastCheckpointAndGoesOn() throws Exception {
        Object[] settings = {
            "--set", "stages.tower=null", "--set", "stages.alignment=null", "--set", "stages.tuning.budget.steps=200"
        };
        CommandLineProcess begun = start(Foreground.prefix(), folder, settings);
        while (begun.process().isAlive() && lines(folder) < 3) {
            begun.process().waitFor(1, TimeUnit.MILLISECONDS);
        }
        interrupt(begun);
        Path last = folder.resolve("toy/last.checkpoint");
        byte[] kept = Files.readAllBytes(last);

        // In blocks of 1,024 bytes: everything fits but a checkpoint.
        CommandLineProcess full = start(
                List.of("bash", "-c", "ulimit -f " + kept.length / 2048 + "; exec \"$@\"", "limited"),
                folder,
                settings);
        assertThat(full.end()).as(full.text()).isEqualTo(4);
        assertThat(full.text())
                .contains("expected to write " + last + ", found an output error", "make room")
                .doesNotContain("Exception", "defect");
        assertThat(last).hasBinaryContent(kept);
        assertThat(folder.resolve("toy")).isDirectoryNotContaining("glob:**.partial");

        CommandLineProcess again = start(folder, settings);
        assertThat(again.end()).as(again.text()).isZero();
        assertThat(again.text()).contains("tuning: goes on from step ");
    }

    /** The validation questions are those that are learnt. */
    @Test
    void aToyModelLearnsAFewPicturesByHeart() throws Exception {
        CommandLineProcess process = start(
                folder,
                "--set",
                "dataset.count=8",
                "--set",
                "validation={split = train, count = 8}",
                "--set",
                "stages.tower=null",
                "--set",
                "stages.alignment=null",
                "--set",
                "stages.tuning.curriculum=null",
                "--set",
                "stages.tuning.batch-size=2",
                "--set",
                "stages.tuning.evaluate-every=50",
                "--set",
                "stages.tuning.optimiser.learning-rate=1e-2",
                "--set",
                "stages.tuning.budget.steps=400");
        assertThat(process.end()).as(process.text()).isZero();
        assertThat(process.text()).contains("tuning 400: 100.0 % right");
    }

    @Test
    void aCheckpointSaysWhichLibraryMadeIt() throws Exception {
        assertThat(start(folder, "--set", "stages.alignment=null", "--set", "stages.tuning=null")
                        .end())
                .isZero();
        String checkpoint = Files.readString(folder.resolve("toy/last.checkpoint"), StandardCharsets.ISO_8859_1);
        assertThat(checkpoint).contains("pytorch", "djl", "threads", "device");
    }

    private static void interrupt(CommandLineProcess process) throws Exception {
        Process signal = new ProcessBuilder(
                        "kill", "-INT", Long.toString(process.process().pid()))
                .start();
        assertThat(signal.waitFor()).isZero();
        assertThat(process.end()).as(process.text()).isEqualTo(130);
    }

    private static long lines(Path output) throws IOException {
        Path curve = output.resolve("toy/curve.jsonl");
        return Files.exists(curve) ? Files.readAllLines(curve).size() : 0;
    }

    private static Object[] concat(Object[] some, Object... more) {
        List<Object> all = new ArrayList<>(Arrays.asList(some));
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }

    private CommandLineProcess start(Path output, Object... more) throws IOException {
        return start(List.of(), output, more);
    }

    private CommandLineProcess start(List<String> prefix, Path output, Object... more) throws IOException {
        return CommandLineProcess.start(
                prefix, folder, concat(new Object[] {"train", TOY, "--set", "output=" + output}, more));
    }
}
