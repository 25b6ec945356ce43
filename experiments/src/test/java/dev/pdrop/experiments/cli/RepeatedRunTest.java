// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.run.StoredRun;
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
    void aRaisedLimitComputesOnlyWhatIsNewAndGivesTheBytesOfOneRun() throws IOException {
        Path runs = folder.resolve("runs");
        Path small = ran(runs, "dataset.limit=50");
        Path large = ran(runs, "dataset.limit=100");
        Path atOnce = ran(folder.resolve("at once"), "dataset.limit=100");
        assertThat(Timeless.of(large)).isEqualTo(Timeless.of(atOnce));
        // Whole batches keep even their times; the last and smaller batches of the short run are asked again in full
        // ones.
        List<String> taken = new ArrayList<>(lines(large));
        taken.retainAll(lines(small));
        assertThat(taken)
                .hasSizeGreaterThan(lines(small).size() / 2)
                .hasSizeLessThan(lines(small).size());

        Path lowered = ran(runs, "dataset.limit=51");
        assertThat(Timeless.of(lowered)).isEqualTo(Timeless.of(ran(folder.resolve("alone"), "dataset.limit=51")));
    }

    @Test
    void anotherArmComputesOnlyItselfAndOtherSettingsOfOutputComputeNothing() throws IOException {
        Path runs = folder.resolve("runs");
        Path before = ran(runs, "dataset.limit=10");
        Path after = ran(runs, "dataset.limit=10", "arms.early=fastv", "arms.early.schedule.layer=1");
        assertThat(lines(after)).hasSize(60).containsAll(lines(before));
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
        assertThat(folder.resolve("reruns").resolve(run.getFileName())).isDirectory();
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
        Files.copy(IMAGES.resolve("0009.png"), picture, StandardCopyOption.REPLACE_EXISTING);
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
                .contains("different: 2 of 50 answers", "answer \"mauve\", then \"", "log-probabilities by up to ");
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
        assertThat(csv.get(0)).endsWith(",failures");
        assertThat(csv.subList(1, csv.size())).hasSize(5).allMatch(line -> line.endsWith(",3"));
        assertThat(out.toString())
                .contains(
                        "7 questions.",
                        "3 of 7 questions could not be asked and count as wrong; the journal says why.");
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
                Files.copy(IMAGES.resolve("000" + i + ".png"), folder.resolve(i + ".png"));
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
