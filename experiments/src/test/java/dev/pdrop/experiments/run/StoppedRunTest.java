// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.plan.ExperimentPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run has answered when it stops in the middle of questions that all arms answer together. */
final class StoppedRunTest {

    private static final int QUESTIONS = 8;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatWasAnsweredBeforeAStopIsInTheJournalAndComputedNoMore() throws IOException {
        Map<String, Integer> answered = new TreeMap<>();
        AtomicInteger batches = new AtomicInteger();
        assertThatThrownBy(() -> run("stopped", new RunListener() {
                    @Override
                    public void answered(String arm, int count) {
                        answered.merge(arm, count, Integer::sum);
                        if (batches.incrementAndGet() == 3) {
                            throw new IllegalStateException("stopped");
                        }
                    }
                }))
                .hasMessage("stopped");
        Path stopped = RunFolder.below(folder.resolve("stopped")).get(0);
        assertThat(answered).hasSizeBetween(2, 3);
        assertThat(perArm(stopped)).isEqualTo(answered);
        assertThat(StoredRun.read(stopped).manifest().engineSeconds()).isPositive();

        Map<String, Integer> found = new TreeMap<>();
        run("stopped", new RunListener() {
            @Override
            public void found(String arm, int count) {
                found.merge(arm, count, Integer::sum);
            }
        });
        assertThat(found).isEqualTo(answered);
        run("clean", new RunListener() {});
        Path clean = RunFolder.below(folder.resolve("clean")).get(0);
        assertThat(untimed(stopped)).isEqualTo(untimed(clean));
    }

    @Test
    void theManifestSaysWhatRanOnWhatWithWhat() throws IOException {
        run("told", new RunListener() {});
        Path told = RunFolder.below(folder.resolve("told")).get(0);
        Manifest manifest = StoredRun.read(told).manifest();
        assertThat(manifest.software())
                .isEqualTo(new Software("test", "0123abc", true, System.getProperty("java.version")));
        assertThat(manifest.machine().processors())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(manifest.machine().system()).startsWith(System.getProperty("os.name"));
        assertThat(manifest.machine().processor()).isNotBlank();
        assertThat(manifest.backbone())
                .containsEntry("device", "cpu")
                .containsEntry("dtype", "float32")
                .containsKeys("djl", "pytorch", "threads");
        assertThat(manifest.seed()).isEqualTo(17);
        assertThat(manifest.batchSize()).isEqualTo(32);
        assertThat(manifest.examples()).isEqualTo(QUESTIONS);
        assertThat(List.of(
                        manifest.hashes().model(),
                        manifest.hashes().data(),
                        manifest.hashes().inputs()))
                .doesNotHaveDuplicates()
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
        assertThat(manifest.hashes().jars())
                .isNotEmpty()
                .allSatisfy((jar, hash) -> assertThat(hash).matches("[0-9a-f]{64}"));
        assertThat(manifest.complete()).isTrue();
        Map<String, Long> together = StoredRun.read(told)
                .records()
                .collect(Collectors.groupingBy(record -> record.arm() + record.batch(), Collectors.counting()));
        assertThat(StoredRun.read(told).records())
                .as("each answer names how many ran together")
                .allMatch(record -> record.batchSize() == together.getOrDefault(record.arm() + record.batch(), 0L));
    }

    private void run(String output, RunListener listener) {
        ExperimentPlan plan = Planning.real()
                .experiments()
                .read("quickstart", List.of("dataset.limit=" + QUESTIONS, "output=\"" + folder.resolve(output) + "\""));
        Runner runner = new Runner(Software.of("test", "0123abc", true), InstantSource.system(), System::nanoTime);
        try (HeldRun run = runner.hold(plan, false)) {
            run.run(listener);
        }
    }

    private static Map<String, Integer> perArm(Path run) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        StoredRun.read(run).records().forEach(one -> counts.merge(one.arm(), 1, Integer::sum));
        return counts;
    }

    /** The journal in its own order, times and what was a warm-up apart. */
    private static List<String> untimed(Path run) throws IOException {
        return Files.readAllLines(run.resolve(RunFolder.JOURNAL)).stream()
                .map(line -> line.replaceAll("\"((prefill|decode)Millis|warmUp)\":[0-9.E-]*(true|false)?", ""))
                .toList();
    }
}
