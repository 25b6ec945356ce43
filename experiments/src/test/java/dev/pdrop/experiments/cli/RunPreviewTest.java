// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run --dry-run} says of the tree, its cost and its time. */
final class RunPreviewTest {

    private static final Path PICTURES = Path.of("data/glyph-questions/images").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void printsWhoIsOneStateUntilWhichLayerAndWhatThatCosts() {
        CommandRun run = preview("quickstart", "--no-calibration");

        assertThat(run.exitCode()).isZero();
        Golden.assertMatches("cli/dry-run", withoutFolder(run.out()));
    }

    @Test
    void printsALargeGridLayerByLayer() {
        CommandRun run = preview("layer-by-ratio", "--no-calibration");

        assertThat(run.out())
                .contains("layers  states for each image  for each question  arms, replicates apart\n")
                .contains("9-11                       81                 16                      97\n")
                .doesNotContain("once for each  arms");
    }

    @Test
    void measuresTextAndTimeOnTheModelAndLeavesNoFolder() throws IOException {
        CommandRun run = preview("quickstart", "--json", "--set", "dataset.limit=8", "--set", "output=" + folder);

        JsonObject preview = JsonParser.parseString(run.out()).getAsJsonObject();
        JsonObject time = preview.getAsJsonObject("time");
        assertThat(preview.getAsJsonObject("cost").get("text_tokens").getAsInt())
                .isBetween(5, 15);
        assertThat(time.get("low_seconds").getAsDouble())
                .isPositive()
                .isLessThanOrEqualTo(time.get("high_seconds").getAsDouble());
        assertThat(time.get("basis").getAsString()).startsWith("by ").contains("at a time in");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void countsQuestionsAboutAnImageWhereTheyAreNeighbours() throws IOException {
        Files.copy(PICTURES.resolve("000060.png"), folder.resolve("a.png"));
        Files.copy(PICTURES.resolve("000061.png"), folder.resolve("b.png"));
        Path questions = questions(List.of("a.png", "b.png", "a.png", "a.png"));

        JsonObject preview = JsonParser.parseString(
                        preview("quickstart", "--no-calibration", "--json", "--set", "dataset.file=" + questions)
                                .out())
                .getAsJsonObject();

        assertThat(preview.get("questions").getAsInt()).isEqualTo(4);
        assertThat(preview.get("questions_per_image").getAsDouble()).isCloseTo(4 / 3.0, within(1e-9));
    }

    @Test
    void saysWhyTheTimeIsNotKnownWhereTheModelHasNoWeights() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        try (Stream<Path> files = Files.list(Path.of("models/glyph-llava"))) {
            for (Path file : files.filter(one -> !one.toString().endsWith(".safetensors"))
                    .toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }

        CommandRun run = preview("quickstart", "--set", "backbone.model=" + model);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Expected time: not known; expected ")
                .contains("text not counted, since no model was opened to measure it");
    }

    @Test
    void aLargeGridIsPreviewedAndRunsOnlyIfSomebodySaysYes() throws IOException {
        Files.writeString(folder.resolve("a.png"), "no picture");
        Path questions = questions(Collections.nCopies(20_001, "a.png"));
        String[] grid = {"run", "quickstart", "--set", "dataset.file=" + questions, "--set", "output=" + folder};

        assertThat(command(grid, "--dry-run", "--no-calibration").out())
                .contains("These are more than 100,000 answers: a run asks for --yes.");
        CommandRun refused = command(grid);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.error())
                .contains("expected at most 100,000 answers, found 5 arms x 20,001 questions = 100,005; say --yes");
        // With it the run begins, and meets the picture that is none.
        CommandRun meant = command(grid, "--yes");
        assertThat(meant.exitCode()).isEqualTo(4);
        assertThat(meant.error()).contains("a.png");
    }

    /** A question about each picture. */
    private Path questions(List<String> pictures) throws IOException {
        String lines = IntStream.range(0, pictures.size())
                .mapToObj(id -> ErrorWorkshop.line(Integer.toString(id), "\"image\": \"" + pictures.get(id) + "\""))
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("questions.jsonl"), lines);
    }

    private static CommandRun preview(String... arguments) {
        return command(new String[] {"run", "--dry-run"}, arguments);
    }

    private static CommandRun command(String[] first, String... more) {
        return CommandRun.of(
                Map.of(), Stream.concat(Stream.of(first), Stream.of(more)).toArray());
    }

    /** Its name changes with the model's files. */
    private static String withoutFolder(String text) {
        return text.replaceAll("Would run in .*", "Would run in FOLDER");
    }
}
