// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.experiments.outcome.LayerCosts;
import dev.pdrop.experiments.outcome.Quality;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on where others stopped, and runs that are held against others, on the embedded checkpoint. */
final class RepeatedRunTest {

    private static final Path QUESTIONS =
            Path.of("data/glyph-questions/questions.jsonl").toAbsolutePath();
    private static final Path IMAGES = QUESTIONS.resolveSibling("images");

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void aRaisedLimitComputesOnlyWhatIsNewAndGivesTheResultsOfOneRun() throws IOException {
        Path runs = folder.resolve("runs");
        Path small = ran(runs, "batch-size=8", "dataset.limit=50");
        Path large = ran(runs, "batch-size=8", "dataset.limit=100");
        Path atOnce = ran(folder.resolve("at once"), "batch-size=8", "dataset.limit=100");
        assertThat(Timeless.inAnyOrder(large)).isEqualTo(Timeless.inAnyOrder(atOnce));
        // Whole batches keep even their times; the last and smaller batches of the short run are asked again in full
        // ones.
        List<String> taken = new ArrayList<>(lines(large));
        taken.retainAll(lines(small));
        assertThat(taken)
                .hasSizeGreaterThan(lines(small).size() / 2)
                .hasSizeLessThan(lines(small).size());

        Path lowered = ran(runs, "batch-size=8", "dataset.limit=51");
        assertThat(Timeless.inAnyOrder(lowered))
                .isEqualTo(Timeless.inAnyOrder(ran(folder.resolve("alone"), "batch-size=8", "dataset.limit=51")));
    }

    @Test
    void anotherArmComputesOnlyItselfAndOtherSettingsOfOutputComputeNothing() throws IOException {
        Path runs = folder.resolve("runs");
        Path before = ran(runs, "dataset.limit=10");
        String[] more = {"dataset.limit=10", "arms.early=fastv", "arms.early.schedule.layer=1"};
        Path after = ran(runs, more);
        assertThat(lines(after)).hasSize(60).containsAll(lines(before));
        assertThat(Timeless.inAnyOrder(after))
                .as("an arm alone and beside others, to the last bit")
                .isEqualTo(Timeless.inAnyOrder(ran(folder.resolve("at once"), more)));
        assertThat(StoredRun.read(after).results().orElseThrow().arms()).hasSize(6);
    }

    @Test
    void aCompleteRunThatIsStartedAgainChangesNoByte() throws IOException {
        Path run = ran(folder, "dataset.limit=10");
        Map<Path, String> before = contents(run);
        assertThat(ran(folder, "dataset.limit=10")).isEqualTo(run);
        assertThat(contents(run)).isEqualTo(before);
    }

    @Test
    void answersOfOtherCodeAreLeftAsideByName() throws IOException {
        Path run = ran(folder, "dataset.limit=2");
        List<String> now = lines(run);
        for (Manifest.Arm arm : StoredRun.read(run).manifest().arms()) {
            String other = new StringBuilder(arm.key()).reverse().toString();
            for (String file : List.of("manifest.json", "journal.jsonl")) {
                Path path = run.resolve(file);
                Files.writeString(path, Files.readString(path).replace(arm.key(), other));
            }
        }
        Path manifest = run.resolve("manifest.json");
        Map.Entry<String, String> engine = StoredRun.read(run).manifest().hashes().jars().entrySet().stream()
                .filter(jar -> jar.getKey().contains("engine"))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace(engine.getValue(), "0".repeat(engine.getValue().length())));
        List<String> before = lines(run);

        error.getBuffer().setLength(0);
        ran(folder, "dataset.limit=2");
        assertThat(error.toString())
                .contains("other code has been in " + engine.getKey()
                        + " since: its answers stay in the journal and are not used");
        assertThat(lines(run)).hasSize(2 * now.size()).startsWith(before.toArray(String[]::new));
        error.getBuffer().setLength(0);
        ran(folder, "dataset.limit=2");
        assertThat(error.toString()).doesNotContain("other code");
    }

    @Test
    void aRunThatIsStartedFromItsOwnSettingsKeepsTheirOrigins() throws IOException {
        Path run = ran(folder, "dataset.limit=2");
        Map<Path, String> before = contents(run);
        assertThat(run("run", run.resolve("effective.conf")))
                .as(error.toString())
                .isZero();
        assertThat(contents(run)).isEqualTo(before);
    }

    @Test
    void aRunWhoseManifestIsMissingIsContinued() throws IOException {
        Path run = ran(folder, "dataset.limit=10");
        String before = Timeless.of(run);
        List<String> journal = lines(run);
        Files.delete(run.resolve("manifest.json"));
        Files.writeString(run.resolve("manifest.json.partial"), "{\"form");
        ran(folder, "dataset.limit=10");
        assertThat(Timeless.of(run)).isEqualTo(before);
        assertThat(lines(run)).isEqualTo(journal);
        assertThat(run).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void aRerunSaysThatItIsIdentical() throws IOException {
        Path run = ran(folder, "dataset.limit=10");
        assertThat(run("rerun", run)).as(error.toString()).isZero();
        assertThat(out.toString())
                .contains("identical: 50 answers, their tokens, log-probabilities and token counts")
                .doesNotContain("What differs");
        Path first = folder.resolve("reruns/1").resolve(run.getFileName());
        String journal = Files.readString(first.resolve("journal.jsonl"));

        error.getBuffer().setLength(0);
        assertThat(run("rerun", run, "--quiet")).isZero();
        assertThat(error.toString()).isEmpty();
        assertThat(first.resolve("journal.jsonl")).hasContent(journal);
        assertThat(run("runs", folder)).isZero();
        assertThat(out.toString())
                .containsPattern("\\nreruns/1/" + run.getFileName() + " +\\S+ +complete ")
                .containsPattern("\\nreruns/2/" + run.getFileName() + " +\\S+ +complete ");
    }

    @Test
    void aRepetitionOfARepetitionLiesBesideIt() throws IOException {
        Path run = ran(folder, "dataset.limit=2");
        assertThat(run("rerun", run)).isZero();
        assertThat(run("rerun", folder.resolve("reruns/1").resolve(run.getFileName())))
                .isZero();
        assertThat(folder.resolve("reruns/2").resolve(run.getFileName())).isDirectory();
    }

    @Test
    void aRerunSaysThatItsThreadsDiffer() throws IOException {
        Path run = ran(folder, "dataset.limit=2");
        Path manifest = run.resolve("manifest.json");
        Files.writeString(
                manifest, Files.readString(manifest).replaceFirst("\"threads\": \"\\d+\"", "\"threads\": \"77\""));
        assertThat(run("rerun", run, "--quiet")).isZero();
        // The engine of this process is loaded already.
        assertThat(error.toString()).contains("The run computed with threads = 77, this process does with ");
        assertThat(out.toString()).contains("What differs around it:\n  model threads: 77, then ");
    }

    @Test
    void aRerunTellsLastDigitsFromOtherAnswers() throws IOException {
        Path run = ran(folder, "dataset.limit=10");
        Path journal = run.resolve("journal.jsonl");
        List<String> lines = new ArrayList<>(lines(run));
        lines.set(1, lines.get(1).replaceFirst("(\"logProbabilities\":\\[)-", "$1-1"));
        Files.write(journal, lines);
        assertThat(run("rerun", run)).isEqualTo(8);
        assertThat(out.toString())
                .containsPattern("same answers: all 50, their tokens and token counts; log-probabilities of 1 differ"
                        + " \\(largest relative difference \\d\\.\\de[-+]\\d\\d\\)");
    }

    @Test
    void aPictureThatWasReplacedAndPutBackLeavesARunThatItsRerunAgreesWith() throws IOException {
        Path questions = questions();
        Path picture = folder.resolve("0.png");
        byte[] before = Files.readAllBytes(picture);
        Path runs = folder.resolve("runs");
        String[] settings = {"dataset.file=" + questions, "on-error=record"};
        Path run = ran(runs, settings);
        String results = Files.readString(run.resolve("results.json"));
        List<String> first = lines(run);
        Files.copy(IMAGES.resolve("000069.png"), picture, StandardCopyOption.REPLACE_EXISTING);
        ran(runs, settings);
        assertThat(lines(run)).hasSizeGreaterThan(first.size());
        Files.write(picture, before);
        ran(runs, settings);
        assertThat(run.resolve("results.json")).hasContent(results);
        assertThat(lines(run).subList(lines(run).size() - 5, lines(run).size())).isSubsetOf(first);
        assertThat(run("rerun", run)).as(out.toString()).isZero();
    }

    @Test
    void aRerunSaysWhichAnswerDiffersAndHow() throws IOException {
        Path run = ran(folder, "dataset.limit=10");
        Path journal = run.resolve("journal.jsonl");
        List<String> lines = new ArrayList<>(lines(run));
        lines.set(0, lines.get(0).replaceFirst("\"answer\":\"[^\"]*\"", "\"answer\":\"mauve\""));
        lines.set(1, lines.get(1).replaceFirst("(\"logProbabilities\":\\[)-", "$1-1"));
        Files.write(journal, lines);
        assertThat(run("rerun", run, "--set", "seed=17")).isEqualTo(4);
        assertThat(out.toString())
                .contains(
                        "different: 1 of 50 answers; of the others log-probabilities of 1 differ",
                        "answer \"mauve\", then \"");
    }

    @Test
    void onlyACompleteRunIsRepeated() throws IOException {
        Path run = ran(folder, "dataset.limit=2");
        Path manifest = run.resolve("manifest.json");
        Files.writeString(
                manifest, Files.readString(manifest).replaceFirst("\"finished\": \"[^\"]*\"", "\"finished\": null"));
        assertThat(run("rerun", run)).isEqualTo(4);
        assertThat(error.toString()).contains("expected a complete run, found " + run + " unfinished");
        assertThat(run("rerun", folder.resolve("nowhere"))).isEqualTo(4);
        assertThat(error.toString()).contains("expected a run folder or the name of a run in ");
    }

    @Test
    void aBrokenExampleEndsTheRunAndNamesItsLine() throws IOException {
        Path questions = questions();
        assertThat(run(arguments(folder.resolve("runs"), "dataset.file=" + questions)))
                .isEqualTo(4);
        assertThat(error.toString()).contains(questions + ":3: expected one JSON object, found not JSON");
        assertThat(folder.resolve("runs")).as("nothing was begun").doesNotExist();
    }

    @Test
    void brokenExamplesCanBeRecordedAndStayInTheDenominator() throws IOException {
        Path questions = questions();
        Path run = ran(folder.resolve("runs"), "dataset.file=" + questions, "on-error=record");
        List<String> csv = Files.readAllLines(run.resolve("results.csv"));
        assertThat(csv.get(0)).contains(",failures,replicates,images,accuracy_low,");
        assertThat(csv.subList(1, csv.size())).hasSize(5).allMatch(line -> line.matches("([^,]*,){14}3,1,[0-9]+,,,.*"));
        assertThat(csv.get(1))
                .as("accuracy counts failures, loyalty compares answers")
                .matches("full,none,none,7,[^,]*,1,.*");
        assertThat(out.toString())
                .contains(
                        "7 questions on ",
                        "No statement is made: expected questions on at least 10 images for an interval, found ",
                        "3 of 7 questions could not be asked and count as wrong, but not for loyalty; the journal says why.");
        StoredRun stored = StoredRun.read(run);
        assertThat(stored.results().orElseThrow().arms())
                .allSatisfy(arm -> assertThat(arm.accuracy()).isLessThanOrEqualTo(4 / 7.0))
                .allSatisfy(arm -> assertThat(arm.averageTokens()).isGreaterThan(60));
        assertThat(stored.records().filter(one -> one.failed() && one.arm().equals("full")))
                .extracting(one -> one.example() + " " + one.failure().replace(questions.toString(), "FILE"))
                .anySatisfy(text -> assertThat(text).startsWith("(example 3) FILE:3: expected one JSON object"))
                .anySatisfy(
                        text -> assertThat(text).startsWith("(example 5) FILE:5: expected an image file, found none"))
                .anySatisfy(text -> assertThat(text).startsWith("6 FILE:6: "))
                .hasSize(3);

        Map<Path, String> before = contents(run);
        ran(folder.resolve("runs"), "dataset.file=" + questions, "on-error=record");
        assertThat(contents(run)).isEqualTo(before);
    }

    /** It opens, but scaled to the size that the model wants, it would be longer than any memory. */
    @Test
    void anImageThatOnlyTheModelCannotUseIsRecordedAndShown() throws IOException {
        ImageIO.write(
                new BufferedImage(1, 9000, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("thin.png").toFile());
        Files.copy(IMAGES.resolve("000060.png"), folder.resolve("a.png"));
        String line = "{\"id\": \"%s\", \"image\": \"%s.png\", \"question\": \"how many things ?\", \"answer\": \"3\","
                + " \"type\": \"count\"}\n";
        Path questions = Files.writeString(
                folder.resolve("questions.jsonl"),
                line.formatted("1", "a") + line.formatted("2", "thin") + line.formatted("3", "a"));
        Path run = ran(folder.resolve("runs"), "dataset.file=" + questions, "on-error=record");
        assertThat(out.toString()).contains("1 of 3 questions could not be asked and count as wrong");
        assertThat(StoredRun.read(run).records().filter(AnswerRecord::failed))
                .hasSize(5)
                .allSatisfy(one -> assertThat(one.failure())
                        .startsWith(questions + ":2: expected an image that stays below ")
                        .contains("thin.png"));
        assertThat(run.resolve("report.html")).content().contains("1 question could not be asked", "thin.png");
        assertThat(run.resolve("results-by-type.csv"))
                .content()
                .startsWith("arm,type,examples,accuracy,loyalty,failures,images,accuracy_low,")
                .containsPattern("\nfull,count,3,[^,]*,1,1,2,,,");

        assertThat(run(arguments(folder.resolve("failing"), "dataset.file=" + questions)))
                .isEqualTo(4);
        assertThat(error.toString()).contains(questions + ":2: expected an image that stays below ");
    }

    @Test
    void saysWhichArmsDifferAndBeforehandWhatItCouldFind() throws IOException {
        Path run = ran(folder.resolve("runs"), "dataset.limit=60");
        assertThat(error.toString()).contains(" are told from chance in 80 % of such experiments: 15 images with 4.0");
        assertThat(out.toString())
                .contains("60 questions on 15 images.", "Pairs looked at: 10 (every pair of arms)")
                .doesNotContain("no intervals");

        Results results = StoredRun.read(run).results().orElseThrow();
        assertThat(results.schema()).isEqualTo(Results.SCHEMA);
        assertThat(results.statistics().orElseThrow().images()).isEqualTo(15);
        assertThat(results.statistics().orElseThrow().seed())
                .isEqualTo(StoredRun.read(run).manifest().seed());
        assertThat(results.arms()).allSatisfy(arm -> {
            Range interval = arm.accuracyInterval().orElseThrow();
            assertThat(arm.accuracy()).isBetween(interval.low(), interval.high());
            assertThat(arm.replicates()).isEqualTo(1);
            LayerCosts layers = arm.layers().orElseThrow();
            assertThat(layers.tokensPerLayer().stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElseThrow())
                    .isCloseTo(arm.averageTokens(), within(1e-9));
            assertThat(layers.nominalTokens()).isCloseTo(arm.averageTokens(), within(1e-9));
            assertThat(layers.keyValueBytesPerLayer().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isCloseTo(arm.keyValueMebibytes() * (1 << 20), within(1e-3));
            assertThat(layers.fullTmac()).isGreaterThan(arm.teraMultiplyAdds());
            Quality quality = arm.quality().orElseThrow();
            assertThat(quality.flips().orElseThrow().loyalty().getAsDouble())
                    .isEqualTo(arm.loyalty().orElseThrow());
            assertThat(quality.yesNo()).isPresent();
            assertThat(quality.calibration().orElseThrow().answers()).isEqualTo(60);
        });
        assertThat(Files.readAllLines(run.resolve("pairs.csv"))).hasSize(11);
        assertThat(StoredRun.read(run).records())
                .allSatisfy(record -> assertThat(record.inputVisualTokens()).isEqualTo(144))
                .extracting(AnswerRecord::images)
                .doesNotContain("");
    }

    @Test
    void aDataSetWithoutTypesHasNoResultsByType() throws IOException {
        Path run = ran(folder.resolve("runs"), "dataset.file=" + questions(), "on-error=record");
        assertThat(run.resolve("results-by-type.csv")).doesNotExist();
        assertThat(run.resolve("report.html")).content().doesNotContain("By type of question");
        assertThat(StoredRun.read(run).results().orElseThrow().types()).isEmpty();
    }

    @Test
    void answersOfEarlierCodeOrThreadsAreFoundInANeighbourThatWentOnWithOthers() throws IOException {
        Path runs = folder.resolve("runs");
        Path before = ran(runs, "dataset.limit=8");
        Path manifest = before.resolve("manifest.json");
        // As another process leaves it that has gone on with other code: its arms have other keys.
        String gone = Files.readString(manifest).replaceAll("(\"key\": \"[0-9a-f]{60})....", "$10000");
        Files.writeString(manifest, gone);
        assertThat(StoredRun.read(before).manifest().findable()).hasSize(10);
        Path more = ran(runs, "dataset.limit=8", "arms.early=fastv", "arms.early.schedule.layer=1");
        assertThat(lines(more)).containsAll(lines(before));
    }

    @Test
    void theHashOfWhatIsAskedFollowsPictures() throws IOException {
        Path questions = questions();
        String[] settings = {"dataset.file=" + questions, "on-error=record"};
        Path run = ran(folder.resolve("runs"), settings);
        Manifest first = StoredRun.read(run).manifest();
        Files.copy(IMAGES.resolve("000069.png"), folder.resolve("0.png"), StandardCopyOption.REPLACE_EXISTING);
        ran(folder.resolve("runs"), settings);
        Manifest second = StoredRun.read(run).manifest();
        assertThat(second.arms()).isEqualTo(first.arms());
        assertThat(second.hashes().data()).isEqualTo(first.hashes().data());
        assertThat(second.hashes().inputs()).isNotEqualTo(first.hashes().inputs());
    }

    /** Of a process only the first batch of an arm is one in which it warms up; a single batch is better than none. */
    @Test
    void theFirstBatchOfAProcessIsMarkedAndLeftOutOfTimes() throws IOException {
        Path run = ran(folder.resolve("runs"), "dataset.limit=40");
        List<AnswerRecord> full = StoredRun.read(run)
                .records()
                .filter(one -> one.arm().equals("full"))
                .toList();
        List<Double> warm = full.stream()
                .filter(one -> !one.warmUp())
                .map(AnswerRecord::prefillMillis)
                .sorted()
                .toList();
        assertThat(full.stream()
                        .filter(AnswerRecord::warmUp)
                        .map(AnswerRecord::batch)
                        .distinct())
                .hasSize(1);
        double median = (warm.get((warm.size() - 1) / 2) + warm.get(warm.size() / 2)) / 2;
        assertThat(StoredRun.read(run).results().orElseThrow().arms().get(0).prefillMillis())
                .isEqualTo(median);

        Path small = ran(folder.resolve("small"), "dataset.limit=1");
        assertThat(StoredRun.read(small).results().orElseThrow().arms())
                .allSatisfy(arm -> assertThat(arm.prefillMillis()).isPositive());
    }

    @Test
    void anExperimentThatIsRefusedLeavesNoFolder() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        try (Stream<Path> files = Files.list(Path.of("models/glyph-llava"))) {
            for (Path file :
                    files.filter(one -> !one.endsWith("tokenizer.json")).toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        Path runs = Files.createDirectory(folder.resolve("runs"));
        assertThat(run(arguments(runs, "backbone.model=" + model))).isEqualTo(4);
        assertThat(error.toString()).contains("tokenizer.json");
        assertThat(runs).isEmptyDirectory();
    }

    /** Seven questions: the third is no JSON, the picture of the fifth is missing and that of the sixth is broken. */
    private Path questions() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(QUESTIONS).subList(0, 7));
        for (int i = 0; i < lines.size(); i++) {
            lines.set(
                    i,
                    "{\"id\":\"" + (i + 1) + "\",\"image\":\"" + i
                            + ".png\",\"question\":\"how many things ?\",\"answer\":\"3\"}");
            if (i != 4) {
                Files.copy(IMAGES.resolve("00000" + i + ".png"), folder.resolve(i + ".png"));
            }
        }
        Files.writeString(folder.resolve("5.png"), "no picture");
        lines.set(2, "not JSON");
        return Files.write(folder.resolve("questions.jsonl"), lines);
    }

    private Path ran(Path runs, String... settings) throws IOException {
        assertThat(run(arguments(runs, settings))).as(error.toString()).isZero();
        String said = out.toString();
        return Path.of(said.substring(said.lastIndexOf("Everything is in ") + "Everything is in ".length())
                        .strip())
                .toAbsolutePath();
    }

    private static Object[] arguments(Path runs, String... settings) {
        Stream<String> all = Stream.concat(Arrays.stream(settings), Stream.of("output=\"" + runs + "\""));
        return Stream.concat(Stream.of("run", "quickstart"), all.flatMap(one -> Stream.of("--set", one)))
                .toArray();
    }

    private static List<String> lines(Path run) throws IOException {
        return Files.readAllLines(run.resolve("journal.jsonl"));
    }

    private static Map<Path, String> contents(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> !file.endsWith("lock"))
                    .collect(Collectors.toMap(file -> file, RepeatedRunTest::content));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int run(Object... arguments) {
        String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(error, true), false);
        return Main.run(new Toolkit(new Home(Path.of("..")), getClass().getClassLoader()), console, words);
    }
}
