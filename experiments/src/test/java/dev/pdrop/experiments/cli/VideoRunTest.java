// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.experiments.run.GateRow;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.spi.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions about videos, by a ready experiment with another data set and another model. */
final class VideoRunTest {

    private static final Path PICTURES = Path.of("data/glyph-questions/images");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeQuestions() throws IOException {
        for (String name : List.of("000000.png", "000001.png", "000002.png")) {
            Files.copy(PICTURES.resolve(name), folder.resolve(name));
        }
        Files.writeString(folder.resolve("questions.jsonl"), """
                {"id": 1, "video": ["000000.png", "000001.png", "000002.png"], "fps": 4, "question": "x y", "answer": "x"}
                {"id": 2, "video": ["000000.png", "000001.png", "000002.png"], "fps": 4, "question": "z y", "answer": "x"}
                {"id": 3, "video": ["000002.png"], "question": "x y", "answer": "x"}
                """);
    }

    /** Frames of 4 tokens and a newline behind all; steps of up to two frames, of 64 tokens. */
    @ParameterizedTest
    @CsvSource({"llava_onevision, 13, 5", "qwen2_vl, 128, 64"})
    void everyArmIsAskedAboutVideos(String model, int ofThree, int ofOne) throws IOException {
        CommandRun said = run(model, "--set", "controls=standard");

        assertThat(said.exitCode()).as(said.error()).isZero();
        Path run = CommandRun.onlyFolder(folder.resolve("runs"));
        Results results = StoredRun.read(run).results().orElseThrow();
        assertThat(results.gates())
                .anyMatch(GateRow::passed)
                .extracting(GateRow::outcome)
                .doesNotContain("failed");
        assertThat(results.arms()).hasSizeGreaterThan(8).allSatisfy(arm -> {
            assertThat(arm.failures()).as(arm.arm()).isZero();
            assertThat(arm.examples()).as(arm.arm()).isEqualTo(3);
        });
        assertThat(results.arms().get(0).averageTokens()).isCloseTo((2 * ofThree + ofOne) / 3.0, within(1e-9));
        assertThat(Files.readString(run.resolve("report.html"))).contains("000000.png");
    }

    @Test
    void aDataSetIsWrittenOutWithTheFramesOfItsVideos() throws IOException {
        Path out = folder.resolve("out");
        CommandRun said = CommandRun.of(
                Map.of(), "data", "jsonl", "--set", "file=" + folder.resolve("questions.jsonl"), "--out", out);

        assertThat(said.exitCode()).as(said.error()).isZero();
        assertThat(Files.readAllLines(out.resolve("questions.jsonl")).get(0))
                .contains(
                        "\"video\":[\"images/000000.png\",\"images/000001.png\",\"images/000002.png\"]", "\"fps\":4.0")
                .doesNotContain("\"image\"");
        for (String name : List.of("000000.png", "000001.png", "000002.png")) {
            assertThat(Image.read(out.resolve("images").resolve(name)).rgb())
                    .isEqualTo(Image.read(folder.resolve(name)).rgb());
        }
    }

    @Test
    void aModelThatSeesNoVideosSaysSoWithTheLineOfTheQuestion() throws IOException {
        CommandRun said = run("llava_gqa");

        assertThat(said.exitCode()).isEqualTo(4);
        assertThat(said.error())
                .contains("questions.jsonl:1: expected a picture for a model of the family llava, found the video ")
                .contains("000000.png and on, 3 frames (3 frames of ")
                .contains(": take a model of LLaVA-OneVision, Qwen2-VL or Qwen2.5-VL");
    }

    private CommandRun run(String model, String... more) throws IOException {
        ArrayList<Object> arguments = new ArrayList<>(List.of(
                "run",
                "quickstart",
                "--quiet",
                "--set",
                "backbone.model=" + DeepCheckpoint.write(model, folder.resolve("model")),
                "--set",
                "dataset.file=" + folder.resolve("questions.jsonl"),
                "--set",
                "output=" + folder.resolve("runs")));
        arguments.addAll(List.of(more));
        return CommandRun.of(Map.of(), arguments.toArray());
    }
}
