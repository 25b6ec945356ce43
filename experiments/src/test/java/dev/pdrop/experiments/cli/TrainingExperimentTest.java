// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.CommandLineProcess;
import dev.pdrop.experiments.Planning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Toy models that learn with and without a reduction, and are asked with and without one. */
final class TrainingExperimentTest {

    private static final Path TOY = Path.of("src/test/resources/train/toy.conf").toAbsolutePath();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeExperiment() throws IOException {
        Files.writeString(folder.resolve("square.conf"), """
                include required("%s")
                name = square, controls = none, question = "What do toys answer?", backbone = glyph-llava
                dataset { from = glyph-vqa, seed = 3, count = 24, questions-per-image = 2 }
                arms { full = full, half { method = pyramid-drop, schedule.layers = [1] } }
                """.formatted(
                        Planning.CONF.resolve("base.conf").toAbsolutePath()));
        Files.writeString(folder.resolve("pair.conf"), """
                include required("%s")
                name = pair, purpose = "Two toys.", output = trained
                evaluation = "%s"
                arms {
                  none {}
                  half { stages.tuning.reduction { method = pyramid-drop, schedule.layers = [1] } }
                }
                """.formatted(TOY, folder.resolve("square.conf")));
    }

    @Test
    void everyTrainedModelIsAskedUnderEveryMethod() throws Exception {
        CommandLineProcess process = train();
        assertThat(process.end()).as(process.text()).isZero();
        assertThat(process.text())
                .contains("none: Two toys.", "half: Two toys.", "average tokens", "ms/step", "full", "The report is ");
        Path pair = folder.resolve("trained/pair");
        JsonObject square = JsonParser.parseString(Files.readString(pair.resolve("results.json")))
                .getAsJsonObject();
        JsonArray trained = square.getAsJsonArray("trained");
        assertThat(trained).hasSize(2);
        JsonObject half = trained.get(1).getAsJsonObject();
        assertThat(half.get("arm").getAsString()).isEqualTo("half");
        // 36 visual tokens enter the first of two layers, 18 the second one.
        assertThat(half.get("average_tokens").getAsDouble()).isEqualTo(27);
        assertThat(half.get("cost_share").getAsDouble()).isBetween(0.5, 0.75);
        assertThat(half.get("steps").getAsInt()).isEqualTo(30);
        assertThat(half.get("step_millis").getAsDouble()).isPositive();
        JsonArray asked = half.getAsJsonArray("asked");
        assertThat(asked).hasSize(2);
        JsonObject full = asked.get(0).getAsJsonObject();
        JsonObject accuracy = full.getAsJsonObject("accuracy");
        assertThat(accuracy.get("questions").getAsInt()).isEqualTo(24);
        assertThat(accuracy.get("images").getAsInt()).isEqualTo(12);
        assertThat(accuracy.get("low").getAsDouble())
                .isLessThanOrEqualTo(accuracy.get("estimate").getAsDouble());
        JsonObject difference = full.getAsJsonObject("difference");
        assertThat(difference.getAsJsonObject("estimate").get("low").getAsDouble())
                .isNotPositive();
        assertThat(difference.get("p_value").getAsDouble()).isBetween(0.05, 1.0);
        assertThat(difference.get("verdict").getAsString()).isEqualTo("not distinguishable");
        assertThat(process.text()).contains("against none", "not distinguishable");
        assertThat(trained.get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("asked")
                        .get(0)
                        .getAsJsonObject()
                        .get("difference")
                        .isJsonNull())
                .isTrue();
        assertThat(pair.resolve("report.html"))
                .content()
                .contains("What was learnt", "What differs", "not distinguishable", "Two toys.", "half");
        try (var runs = Files.list(pair.resolve("runs"))) {
            assertThat(runs).hasSize(2);
        }
    }

    @Test
    void modelsThatWereAskedDifferentQuestionsAreNotCompared() throws Exception {
        CommandLineProcess first = train();
        assertThat(first.end()).as(first.text()).isZero();
        Path runs = folder.resolve("trained/pair/runs");
        Path journal;
        try (var files = Files.walk(runs)) {
            journal = files.filter(file -> file.endsWith("journal.jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
        String text = Files.readString(journal);
        String id = text.replaceAll("(?s)^.*?\"example\":\"([^\"]*)\".*$", "$1");
        Files.writeString(journal, text.replace("\"example\":\"" + id + "\"", "\"example\":\"another\""));
        CommandLineProcess again = train();
        assertThat(again.end()).as(again.text()).isEqualTo(4);
        assertThat(again.text())
                .contains(
                        "expected an answer of ",
                        "to the example 'another', which another model was asked, found none");
    }

    @Test
    void anArmOfTheEvaluationThatDoesNotFitIsToldBeforeAnythingIsTrained() throws Exception {
        CommandLineProcess process = train("--set", "evaluation=quickstart");
        assertThat(process.end()).as(process.text()).isEqualTo(2);
        assertThat(process.text()).contains("arms.fastv-k2: expected a stage before layer 0 to 1 of this model");
        assertThat(folder.resolve("trained")).doesNotExist();
    }

    @Test
    void oneArmCanBeTrainedAloneAndTheOthersLater() throws Exception {
        CommandLineProcess one = train("--arm", "half");
        assertThat(one.end()).as(one.text()).isZero();
        assertThat(one.text())
                .contains("Still to be trained before they are compared: none; run the same command without --arm");
        assertThat(folder.resolve("trained/pair/half/model/README.md")).exists();
        assertThat(folder.resolve("trained/pair/none")).doesNotExist();
    }

    /** What an interrupted --fresh leaves must not be taken for trained, nor a model of other settings. */
    @Test
    void anArmOfOtherSettingsIsStillToBeTrainedAndFreshBeginsWithNone() throws Exception {
        assertThat(train("--arm", "half").end()).isZero();
        CommandLineProcess other = train("--arm", "none", "--set", "stages.tuning.budget.steps=20");
        assertThat(other.end()).as(other.text()).isZero();
        assertThat(other.text()).contains("Still to be trained before they are compared: half;");

        CommandLineProcess fresh = train("--fresh", "--set", "stages.tuning.optimiser.learning-rate=1e30");
        assertThat(fresh.end()).as(fresh.text()).isEqualTo(4);
        assertThat(folder.resolve("trained/pair/half/model")).doesNotExist();
    }

    @Test
    void anArmThatDoesNotExistIsNamed() throws Exception {
        CommandLineProcess process = train("--arm", "halv");
        assertThat(process.end()).isEqualTo(2);
        assertThat(process.text())
                .contains("--arm halv: unknown arm; did you mean 'half'?")
                .doesNotContain("Exception");
        CommandLineProcess without = CommandLineProcess.start(folder, "train", TOY, "--arm", "half");
        assertThat(without.end()).isEqualTo(2);
        assertThat(without.text()).contains("expected a training file with arms, found none in ");
    }

    @Test
    void everyProblemOfEveryArmIsToldBeforeAnythingIsTrained() throws Exception {
        CommandLineProcess process = train(
                "--set",
                "arms.none={ seed = x, name = y }",
                "--set",
                "arms.half.stages.tuning.reduction.schedule.lambda=2",
                "--set",
                "arms.third=7",
                "--set",
                "evaluation=quickstrat");
        assertThat(process.end()).isEqualTo(2);
        assertThat(process.text())
                .contains("seed: expected a whole number", "arms.none.name: expected nothing, since all arms share it")
                .contains("lambda", "arms.third: expected a block of settings")
                .contains("unknown experiment 'quickstrat'; did you mean 'quickstart'?");
        assertThat(folder.resolve("trained")).doesNotExist();
    }

    private CommandLineProcess train(Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("train", folder.resolve("pair.conf")));
        arguments.addAll(Arrays.asList(more));
        return CommandLineProcess.start(folder, arguments.toArray());
    }
}
