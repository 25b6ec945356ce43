// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.measure.ArmTimes;
import dev.pdrop.engine.measure.Measured;
import dev.pdrop.experiments.run.MeasuredRun;
import dev.pdrop.experiments.run.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on the embedded checkpoint whose arms are timed. */
final class MeasuredRunTest {

    private static final String MEASURE = "measure={warmup=1,repeats=3}";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void timesEachArmApartAndChangesNoResult() throws IOException {
        Path plain = run(folder.resolve("plain")).folder();
        Ran ran = run(folder.resolve("measured"), MEASURE);
        assertThat(Timeless.of(ran.folder())).isEqualTo(Timeless.of(plain));
        assertThat(StoredRun.read(plain).measured()).isEmpty();

        MeasuredRun measured = StoredRun.read(ran.folder()).measured().orElseThrow();
        Measured times = measured.times();
        assertThat(List.of(times.warmup(), times.repeats())).containsExactly(1, 3);
        assertThat(times.arms())
                .extracting(ArmTimes::arm)
                .containsExactlyElementsOf(StoredRun.read(ran.folder()).results().orElseThrow().arms().stream()
                        .map(arm -> arm.arm())
                        .filter(arm -> !arm.equals("text-only") && !arm.equals("blank-image"))
                        .toList());
        assertThat(times.arms()).allSatisfy(arm -> {
            assertThat(arm.visionMillis().p50()).isPositive();
            assertThat(arm.prefillMillis().p50()).isPositive();
            assertThat(arm.decodeMillis().p50()).isPositive();
            assertThat(arm.firstTokenMillis().p95())
                    .isGreaterThanOrEqualTo(arm.firstTokenMillis().p50());
            assertThat(arm.tokensPerSecond()).isPositive();
            // Where the system tells it, more than the weights.
            arm.peakBytes().ifPresent(bytes -> assertThat(bytes).isGreaterThan(10_000_000));
        });
        ArmTimes full = times.arms().get(0);
        assertThat(full.theoreticalSaving()).isZero();
        assertThat(full.realisedFraction()).isEmpty();
        assertThat(times.arms().get(1).theoreticalSaving()).isBetween(0.1, 0.6);
        assertThat(times.arms().get(1).realisedFraction()).isPresent();

        assertThat(ran.out()).contains("first token ms", "realised", "The machine was");
        assertThat(Files.readString(ran.folder().resolve("report.html")))
                .contains("Measured times", "first token ms", "The machine was");
    }

    @Test
    void measuresOnceAndAgainOnlyIfItIsAskedForSomethingElse() throws IOException {
        Path file = run(folder, MEASURE).folder().resolve("measured.json");
        String first = Files.readString(file);
        assertThat(Files.readString(run(folder, MEASURE).folder().resolve("measured.json")))
                .isEqualTo(first);
        // Not asked for, it stays; it still holds.
        run(folder);
        assertThat(Files.readString(file)).isEqualTo(first);
        run(folder, "measure={warmup=0,repeats=1}");
        assertThat(Files.readString(file)).isNotEqualTo(first).contains("\"repeats\": 1");
    }

    /** A finished run and what it printed. */
    private record Ran(Path folder, String out) {}

    private static Ran run(Path runs, String... settings) throws IOException {
        Stream<String> all =
                Stream.concat(Stream.of(settings), Stream.of("dataset.limit=4", "output=\"" + runs + "\""));
        Object[] arguments = Stream.concat(
                        Stream.of("run", "quickstart", "--quiet"), all.flatMap(one -> Stream.of("--set", one)))
                .toArray();
        CommandRun command = CommandRun.of(Map.of(), arguments);
        assertThat(command.exitCode()).as(command.error()).isZero();
        return new Ran(CommandRun.onlyFolder(runs), command.out());
    }
}
