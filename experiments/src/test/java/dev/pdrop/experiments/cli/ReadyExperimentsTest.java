// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.run.GateRow;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every ready experiment runs on another model by one setting: gates passed, all arms asked, report written. The models
 * have random weights and 12 layers, so that only their answers say nothing.
 */
final class ReadyExperimentsTest {

    private static final List<String> EXPERIMENTS = List.of(
            "quickstart", "lambda", "stages", "layer-by-ratio", "equal-budget", "ranking-internals", "positions");
    private static final List<String> MODELS =
            List.of("llava_gqa", "llava_next", "llava_onevision", "smolvlm", "qwen2_vl", "qwen2_5_vl");

    private static final int QUESTIONS = 2;

    @TempDir
    private Path folder = Path.of("");

    /** Each experiment and each family once; all pairs are run by hand. */
    @ParameterizedTest
    @CsvSource({
        "quickstart, qwen2_5_vl",
        "lambda, qwen2_5_vl",
        "stages, llava_next",
        "layer-by-ratio, qwen2_vl",
        "equal-budget, smolvlm",
        "ranking-internals, llava_gqa",
        "positions, llava_onevision"
    })
    void runsOnAnotherModel(String experiment, String model) throws IOException {
        assertRuns(experiment, model);
    }

    static Stream<Arguments> pairs() {
        return EXPERIMENTS.stream()
                .flatMap(experiment -> MODELS.stream().map(model -> Arguments.of(experiment, model)));
    }

    @Tag("by-hand")
    @ParameterizedTest
    @MethodSource("pairs")
    void runsOnEveryFamily(String experiment, String model) throws IOException {
        assertRuns(experiment, model);
    }

    private void assertRuns(String experiment, String model) throws IOException {
        Path runs = folder.resolve("runs");
        CommandRun said = CommandRun.of(
                Map.of(),
                "run",
                experiment,
                "--quiet",
                "--set",
                "backbone.model=" + DeepCheckpoint.write(model, folder.resolve("model")),
                "--set",
                "dataset.limit=" + QUESTIONS,
                "--set",
                "output=" + runs);

        assertThat(said.exitCode()).as(said.error()).isZero();
        Path run = CommandRun.onlyFolder(runs);
        StoredRun stored = StoredRun.read(run);
        Results results = stored.results().orElseThrow();
        assertThat(results.arms()).hasSizeGreaterThan(1).allSatisfy(arm -> {
            assertThat(arm.examples()).as(arm.arm()).isGreaterThanOrEqualTo(QUESTIONS);
            assertThat(arm.failures()).as(arm.arm()).isZero();
        });
        assertThat(results.gates()).anyMatch(GateRow::passed);
        assertThat(Files.size(run.resolve("report.html"))).isPositive();
    }
}
