// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.HorizonResult;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.PartResult;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.plan.Controls;
import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.FakeMlflow;
import dev.pdrop.experiments.tracking.MisbehavingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments with their standard controls on the embedded checkpoint. */
final class ControlledRunTest {

    private static final int QUESTIONS = 12;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyControlAnswersEveryQuestion() throws IOException {
        Path run = ran("runs");
        StoredRun stored = StoredRun.read(run);
        Map<String, List<AnswerRecord>> byArm = records(stored);

        assertThat(byArm.keySet())
                .containsExactlyInAnyOrder(
                        "p",
                        "full",
                        "random of p",
                        "uniform of p",
                        "bottom-k of p",
                        "pool of p",
                        "text-only",
                        "blank-image");
        byArm.forEach((arm, records) ->
                assertThat(records).as(arm).hasSize(arm.startsWith("random") ? 5 * QUESTIONS : QUESTIONS));
        assertThat(of(byArm, "text-only"))
                .allSatisfy(one -> assertThat(one.visualTokens()).hasSize(12).containsOnly(0));
        assertThat(of(byArm, "blank-image"))
                .allSatisfy(one -> assertThat(one.visualTokens()).containsOnly(144));
        // What is not seen cannot tell two questions in the same words apart, nor can a grey picture.
        assertThat(of(byArm, "blank-image").get(0).input())
                .isNotEqualTo(of(byArm, "full").get(0).input())
                .isNotEqualTo(of(byArm, "text-only").get(0).input());
        assertThat(stored.results().orElseThrow().arms())
                .filteredOn(arm -> arm.arm().equals("text-only"))
                .singleElement()
                .satisfies(arm -> assertThat(arm.layers().orElseThrow().nominalTokensPerLayer())
                        .as("planned for a model that is shown no image")
                        .hasSize(12)
                        .containsOnly(0));
        assertThat(of(byArm, "pool of p"))
                .as("8 x 8 is the grid nearest to 67.5 tokens")
                .allSatisfy(one -> assertThat(one.visualTokens()).hasSize(12).containsOnly(64));
        assertThat(of(byArm, "pool of p"))
                .extracting(AnswerRecord::logProbabilities)
                .isNotEqualTo(of(byArm, "full").stream()
                        .map(AnswerRecord::logProbabilities)
                        .toList());
        for (String arm : List.of("random of p", "uniform of p", "bottom-k of p")) {
            assertThat(of(byArm, arm))
                    .allSatisfy(one -> assertThat(one.visualTokens())
                            .isEqualTo(of(byArm, "p").get(0).visualTokens()));
        }
    }

    @Test
    void replicatesAreOneArmWithOneRowThatIsTheirMean() throws IOException {
        Path run = ran("runs");
        StoredRun stored = StoredRun.read(run);
        List<AnswerRecord> random = of(records(stored), "random of p");

        assertThat(random.stream().collect(Collectors.groupingBy(AnswerRecord::replicate, Collectors.counting())))
                .isEqualTo(IntStream.range(0, 5).boxed().collect(Collectors.toMap(number -> number, number ->
                        (long) QUESTIONS)));
        assertThat(random)
                .extracting(AnswerRecord::armKey)
                .containsOnly(random.get(0).armKey());
        assertThat(new HashSet<>(random.stream()
                        .filter(one -> one.example().equals(random.get(0).example()))
                        .map(AnswerRecord::logProbabilities)
                        .toList()))
                .as("each replicate draws for itself")
                .hasSizeGreaterThan(1);
        ArmResult row = stored.results().orElseThrow().arms().stream()
                .filter(one -> one.arm().equals("random of p"))
                .findFirst()
                .orElseThrow();
        assertThat(row.replicates()).isEqualTo(5);
        assertThat(row.examples()).isEqualTo(QUESTIONS);
        assertThat(row.accuracy())
                .isEqualTo(random.stream()
                        .mapToDouble(AnswerRecord::score)
                        .average()
                        .orElseThrow());
        assertThat(Files.readAllLines(run.resolve("results.csv")))
                .filteredOn(line -> line.startsWith("random of p,"))
                .singleElement()
                .asString()
                .contains(",5,");
    }

    @Test
    void resultsAndReportSayWhatServesAndWhatIsLeftOut() throws IOException {
        CommandRun said = run("runs", "controls=standard");
        Path run = CommandRun.onlyFolder(folder.resolve("runs"));
        JsonObject controls = JsonParser.parseString(Files.readString(run.resolve("results.json")))
                .getAsJsonObject()
                .getAsJsonObject("controls");

        assertThat(controls.get("setting").getAsString()).isEqualTo("standard");
        assertThat(controls.getAsJsonArray("arms")).hasSize(7);
        assertThat(controls.getAsJsonArray("left_out").toString())
                .contains("\"downsample\"")
                .doesNotContain("\"pool\"");
        assertThat(said.error())
                .contains("The control downsample is left out: this model's vision tower has a fixed resolution");
        assertThat(said.out()).contains("Means over replicates (random of p: n = 5");
        assertThat(run.resolve("report.html"))
                .content()
                .contains(
                        "What serves as which control",
                        "the grid of visual tokens averaged before layer 0",
                        "The control downsample is left out: ");

        run("without", "controls=none");
        Path without = CommandRun.onlyFolder(folder.resolve("without"));
        assertThat(without.resolve("results.json")).content().contains("\"setting\": \"none\"");
        assertThat(without.resolve("report.html")).content().contains("opts out of control arms (controls = none)");
    }

    /** Ten pictures, on which the gain can be worked out again from the answers. */
    @Test
    void everyMethodIsHeldAgainstTheBestOfItsControls() throws IOException {
        CommandRun said = run("runs", "dataset.limit=40", "controls=[full, random, uniform, text-only]");
        Path run = CommandRun.onlyFolder(folder.resolve("runs"));
        StoredRun stored = StoredRun.read(run);
        Results results = stored.results().orElseThrow();
        Map<String, List<AnswerRecord>> byArm = records(stored);

        assertThat(results.gains()).extracting(GainResult::arm).containsExactly("p");
        GainResult gain = results.gains().get(0);
        assertThat(gain.rivals())
                .extracting(PairResult::reference)
                .containsExactly("random of p", "uniform of p", "text-only");
        assertThat(gain.rivals())
                .allSatisfy(rival -> assertThat(rival.difference())
                        .isCloseTo(accuracy(byArm, "p") - accuracy(byArm, rival.reference()), within(1e-12)));
        double best = Stream.of("random of p", "uniform of p", "text-only")
                .mapToDouble(control -> accuracy(byArm, control))
                .max()
                .orElseThrow();
        assertThat(gain.gain()).isCloseTo(accuracy(byArm, "p") - best, within(1e-12));
        assertThat(accuracy(byArm, gain.bestControl())).isEqualTo(best);
        Range interval = gain.interval().orElseThrow();
        assertThat(gain.gain()).isBetween(interval.low(), interval.high());
        assertThat(results.statistics().orElseThrow().comparisons())
                .as("every pair of five arms, and the gain")
                .isEqualTo(11);

        assertThat(said.out()).contains(gain.sentence() + "\n").contains("gain: points of accuracy above");
        List<String> csv = Files.readAllLines(run.resolve("results.csv"));
        assertThat(csv.get(0)).endsWith(",gain,gain_low,gain_high,best_control");
        assertThat(csv)
                .filteredOn(line -> line.startsWith("p,"))
                .singleElement()
                .asString()
                .endsWith("," + gain.bestControl());
        assertThat(csv)
                .filteredOn(line -> line.endsWith(",,,,"))
                .as("controls gain nothing")
                .hasSize(4);
        assertThat(run.resolve("report.html")).content().contains("Gain over controls");
        FakeMlflow mlflow = new FakeMlflow();
        try (MisbehavingServer server = MisbehavingServer.before(mlflow)) {
            assertThat(CommandRun.of(Map.of(), "sync", run, "--uri", server.uri(), "--json")
                            .exitCode())
                    .isZero();
        }
        for (FakeMlflow.Run child : mlflow.runs().subList(1, 6)) {
            boolean method = "p".equals(child.tags().get("pdrop.arm"));
            assertThat(child.metrics().stream().filter(metric -> metric.startsWith("gain_over_best_control")))
                    .hasSize(method ? 3 : 0);
            if (method) {
                assertThat(child.metrics())
                        .contains(
                                "gain_over_best_control@40=" + gain.gain(),
                                "gain_over_best_control_low@40=" + interval.low(),
                                "gain_over_best_control_high@40=" + interval.high());
                assertThat(child.tags())
                        .containsEntry("pdrop.best_control", gain.bestControl())
                        .containsEntry("pdrop.gain_verdict", gain.verdict().words());
            }
        }
    }

    @Test
    void rankingsAtSeveralLayersHaveAnInformationHorizon() throws IOException {
        CommandRun said = run(
                "runs",
                "dataset.limit=40",
                "controls=[random]",
                "arms.two={ method = fastv, schedule { layer = 2, keep = 36 } }",
                "arms.six={ method = fastv, schedule { layer = 6, keep = 36 } }");
        StoredRun stored = StoredRun.read(CommandRun.onlyFolder(folder.resolve("runs")));
        Results results = stored.results().orElseThrow();
        Map<String, List<AnswerRecord>> byArm = records(stored);

        HorizonResult horizon = results.horizons().get(0);
        assertThat(results.horizons()).hasSize(1);
        assertThat(horizon.ranker()).isEqualTo("fastv");
        assertThat(horizon.keep()).isEqualTo(36);
        assertThat(horizon.layers())
                .extracting(HorizonResult.LayerResult::layer)
                .containsExactly(2, 6);
        assertThat(horizon.layers()).allSatisfy(one -> {
            PairResult pair = one.pair();
            assertThat(pair.difference())
                    .isCloseTo(accuracy(byArm, pair.arm()) - accuracy(byArm, pair.reference()), within(1e-12));
            assertThat(results.gain(pair.arm()).orElseThrow().pair())
                    .as("random is the only control, so that the gain is the same comparison")
                    .isEqualTo(pair);
        });
        assertThat(said.out()).contains("fastv, keeping 36 (original positions): " + horizon.words() + ".");
        assertThat(stored.path().resolve("report.html")).content().contains("Information horizon");
    }

    @Test
    void aDryRunShowsTheGridAndTheScale() throws IOException {
        CommandRun said = run(
                "runs",
                List.of("--dry-run", "--no-calibration"),
                "arms.small.method=full",
                "arms.small.input=down-sampled",
                "arms.small.input-scale=0.5");

        assertThat(said.out())
                .containsPattern("pool of p +average-pool +64.0 .*contiguous +layer 0; 12 x 12 averaged to 8 x 8")
                .contains(
                        "Shown something else, hence in trees of their own, which are counted in the cost and not drawn here: small"
                                + " (down-sampled, 0.5 of each side), text-only, blank-image.");
    }

    @Test
    void anArmWithSmallerPicturesPartsTheQuestionsIntoGroups() throws IOException {
        Path run = ran("runs", "arms.small.method=full", "arms.small.input=down-sampled", "arms.small.input-scale=0.2");
        StoredRun stored = StoredRun.read(run);
        Map<String, List<AnswerRecord>> byArm = records(stored);

        assertThat(of(byArm, "small"))
                .hasSize(QUESTIONS)
                .as("enlarged again by a tower of one resolution")
                .allSatisfy(one -> assertThat(one.visualTokens()).containsOnly(144));
        assertThat(of(byArm, "small").get(0).input())
                .isNotEqualTo(of(byArm, "full").get(0).input());
        List<Double> whole = scores(of(byArm, "full"));
        List<Double> small = scores(of(byArm, "small"));
        List<Integer> hard = IntStream.range(0, QUESTIONS)
                .filter(i -> whole.get(i) == 1 && small.get(i) == 0)
                .boxed()
                .toList();
        assertThat(hard).as("questions that are wrong with a fifth of a side").isNotEmpty();
        List<PartResult> groupA = stored.results().orElseThrow().parts().stream()
                .filter(one -> one.part().equals(PartResult.GROUP_A))
                .toList();
        assertThat(groupA)
                .extracting(PartResult::arm)
                .contains("p", "pool of p", "text-only")
                .doesNotContain("full", "small");
        List<Double> pyramid = scores(of(byArm, "p"));
        assertThat(groupA)
                .filteredOn(one -> one.arm().equals("p"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.examples()).isEqualTo(hard.size());
                    assertThat(one.accuracy())
                            .isEqualTo(hard.stream()
                                    .mapToDouble(pyramid::get)
                                    .average()
                                    .orElseThrow());
                });
        assertThat(run.resolve("report.html"))
                .content()
                .contains("Questions that a smaller picture gets wrong", "group A", "group B");
        assertThat(run.resolve("manifest.json")).content().contains("\"input_scale\": \"0.2\"");
        Path other =
                ran("runs", "arms.small.method=full", "arms.small.input=down-sampled", "arms.small.input-scale=0.5");
        assertThat(other).as("another scale is another arm").isNotEqualTo(run);
    }

    /** Both have 67.5 tokens a layer on average, and sqrt(67.5 / 144) = 0.6847. */
    @Test
    void aModelOfManyResolutionsIsShownAPictureOfAsManyTokens() throws IOException {
        Path run = ran(
                "runs",
                "backbone={ use = toy, layers = 12, grid-rows = 12, grid-columns = 12, cell-pixels = 8 }",
                // Left to itself a toy says what must not be said on.
                "decoding.max-new-tokens=1",
                "arms.q={ method = fastv, schedule { layer = 3, keep = 42 } }");
        StoredRun stored = StoredRun.read(run);
        Results results = stored.results().orElseThrow();

        assertThat(results.controls().arms())
                .contains(new Controls.ControlArm("downsample", "downsample of p", List.of("p", "q"), true));
        assertThat(results.controls().leftOut())
                .extracting(Controls.LeftOut::control)
                .containsExactly("pool");
        assertThat(of(records(stored), "downsample of p"))
                .hasSize(QUESTIONS)
                .as("96 x 0.6847 = 66 pixels are 8 cells of 8 pixels a side")
                .allSatisfy(one -> assertThat(one.visualTokens()).hasSize(12).containsOnly(64));
        assertThat(results.arms())
                .filteredOn(arm -> arm.arm().equals("downsample of p"))
                .singleElement()
                .satisfies(arm -> assertThat(arm.averageTokens()).isEqualTo(64));
        assertThat(results.controls().rivals("q")).contains("downsample of p");
        assertThat(run.resolve("manifest.json")).content().contains("\"input_scale\": \"0.6847\"");
        assertThat(run.resolve("report.html"))
                .content()
                .contains(
                        "pictures of 0.6847 of each side, for 67.5 tokens",
                        "the whole picture, smaller, so that it becomes about as many tokens as the layers of the arm have");
    }

    private static List<Double> scores(List<AnswerRecord> records) {
        return records.stream()
                .sorted(Comparator.comparing(AnswerRecord::example))
                .map(AnswerRecord::score)
                .toList();
    }

    @Test
    void aRunThatGoesOnEndsWithTheBytesOfOneThatWasNeverInterrupted() throws IOException {
        Path whole = ran("whole");
        Path run = ran("cut");
        List<String> journal = Files.readAllLines(run.resolve("journal.jsonl"));
        // In the middle of the replicates of a batch, and of what is shown.
        for (int kept : List.of(1, journal.size() / 3, journal.size() / 2, journal.size() - 3)) {
            Files.write(run.resolve("journal.jsonl"), journal.subList(0, kept));
            assertThat(ran("cut")).isEqualTo(run);
            assertThat(Timeless.of(run)).as("cut after %d lines", kept).isEqualTo(Timeless.of(whole));
        }
    }

    @Test
    void moreReplicatesAndMoreArmsComputeOnlyWhatIsNew() throws IOException {
        Path three = ran("runs", "controls=none", "arms.r=random", "arms.r.replicates=3");
        Path five = ran("runs", "controls=none", "arms.r=random", "arms.r.replicates=5");

        assertThat(five).isNotEqualTo(three);
        List<String> lines = Files.readAllLines(five.resolve("journal.jsonl"));
        assertThat(lines).hasSize(6 * QUESTIONS).containsAll(Files.readAllLines(three.resolve("journal.jsonl")));

        Path controlled = ran("runs", "arms.r=random", "arms.r.replicates=5");
        assertThat(Files.readAllLines(controlled.resolve("journal.jsonl"))).containsAll(lines);
    }

    @Test
    void armsAloneAnswerAsInTheTree() throws IOException {
        Map<String, List<AnswerRecord>> shared = records(StoredRun.read(ran("shared")));
        Map<String, List<AnswerRecord>> alone = records(StoredRun.read(ran("alone", "engine.sharing=false")));

        assertThat(alone.keySet()).isEqualTo(shared.keySet());
        shared.forEach((arm, records) -> {
            assertThat(answers(of(alone, arm))).as(arm).isEqualTo(answers(records));
        });
    }

    @Test
    void aRerunIsIdentical() throws IOException {
        Path run = ran("runs");
        CommandRun rerun = CommandRun.of(Map.of(), "rerun", run, "--quiet");

        assertThat(rerun.exitCode()).as(rerun.error()).isZero();
        assertThat(rerun.out()).contains("identical: " + 12 * QUESTIONS + " answers");
    }

    @Test
    void whoSeesNoPictureIsNotHinderedByABrokenOne() throws IOException {
        Path pictures = Path.of("data/glyph-questions/images").toAbsolutePath();
        Files.copy(pictures.resolve("000060.png"), folder.resolve("a.png"));
        Files.writeString(folder.resolve("b.png"), "no picture");
        String line =
                "{\"id\": \"%s\", \"image\": \"%s.png\", \"question\": \"how many things ?\", \"answer\": \"3\"}\n";
        Path questions =
                Files.writeString(folder.resolve("q.jsonl"), line.formatted("1", "a") + line.formatted("2", "b"));
        Path run = ran("runs", "dataset.file=" + questions, "on-error=record");

        assertThat(StoredRun.read(run).results().orElseThrow().arms())
                .allSatisfy(arm -> assertThat(arm.failures())
                        .as(arm.arm())
                        .isEqualTo(arm.arm().equals("text-only") ? 0 : 1));
    }

    private static double accuracy(Map<String, List<AnswerRecord>> byArm, String arm) {
        return of(byArm, arm).stream()
                .mapToDouble(AnswerRecord::score)
                .average()
                .orElseThrow();
    }

    private static List<String> answers(List<AnswerRecord> records) {
        return records.stream()
                .map(one -> one.example() + " " + one.replicate() + " " + one.tokens() + " " + one.visualTokens())
                .sorted()
                .toList();
    }

    private static Map<String, List<AnswerRecord>> records(StoredRun run) {
        try (Stream<AnswerRecord> records = run.records()) {
            return records.collect(Collectors.groupingBy(AnswerRecord::arm));
        }
    }

    /** The run folder: the one that this run has made or gone on with. */
    private Path ran(String output, String... settings) throws IOException {
        CommandRun run = run(output, settings);
        String said = run.out()
                .lines()
                .filter(line -> line.startsWith("Everything is in "))
                .findFirst()
                .orElseThrow();
        return Path.of(said.substring("Everything is in ".length()))
                .toAbsolutePath()
                .normalize();
    }

    private CommandRun run(String output, String... settings) throws IOException {
        return run(output, List.of(), settings);
    }

    private CommandRun run(String output, List<String> flags, String... settings) throws IOException {
        Path experiment = Files.writeString(
                folder.resolve("controlled.conf"), """
                include required("%s/base.conf")
                name = controlled
                question = "Does it beat them?"
                backbone = glyph-llava
                dataset { from = glyph-questions, limit = %d }
                arms { p { method = pyramid-drop, schedule { layers = [3, 6, 9] } } }
                """.formatted(Planning.CONF.toAbsolutePath(), QUESTIONS));
        List<Object> arguments = new ArrayList<>(List.of("run", experiment));
        arguments.addAll(flags);
        arguments.add("--set");
        arguments.add("output=\"" + folder.resolve(output) + "\"");
        for (String setting : settings) {
            arguments.add("--set");
            arguments.add(
                    setting.startsWith("dataset.file=")
                            ? "dataset.file=\"" + setting.substring("dataset.file=".length()) + "\""
                            : setting);
        }
        CommandRun run = CommandRun.of(Map.of(), arguments.toArray());
        assertThat(run.exitCode()).as(run.error()).isZero();
        return run;
    }

    private static List<AnswerRecord> of(Map<String, List<AnswerRecord>> byArm, String arm) {
        return byArm.getOrDefault(arm, List.of());
    }
}
