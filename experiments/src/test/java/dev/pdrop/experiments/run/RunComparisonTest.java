// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunComparisonTest {

    private static final Manifest MANIFEST = Manifests.of("full");
    private static final String KEY = MANIFEST.arms().get(0).key();

    @TempDir
    private Path parent = Path.of("");

    @Test
    void runsThatDifferInTimesAloneAreIdentical() {
        StoredRun before = stored("before", MANIFEST, answer("q1", "ring"), answer("q2", "red"));
        StoredRun after =
                stored("after", MANIFEST.after(9).finished(Instant.EPOCH), answer("q2", "red"), answer("q1", "ring"));
        RunComparison comparison = RunComparison.of(before, after);
        assertThat(comparison.verdict()).isEqualTo(RunComparison.Verdict.IDENTICAL);
        assertThat(comparison.text())
                .isEqualTo("identical: 2 answers, their tokens, log-probabilities and token counts\n");
    }

    @Test
    void namesEachAnswerThatDiffersAndWhatElseDoes() {
        StoredRun before = stored("before", MANIFEST, answer("q1", "ring"), answer("q2", "red"));
        Manifest.Hashes hashes = new Manifest.Hashes("m", "other", "i", Map.of("engine.jar", "f"));
        Manifest other = new Manifest(
                MANIFEST.format(),
                MANIFEST.name(),
                MANIFEST.question(),
                MANIFEST.software(),
                MANIFEST.machine(),
                Map.of("device", "cuda:0"),
                MANIFEST.seed(),
                MANIFEST.batchSize(),
                MANIFEST.examples(),
                hashes,
                MANIFEST.arms(),
                MANIFEST.journalKeys(),
                MANIFEST.started(),
                MANIFEST.finished(),
                0);
        StoredRun after = stored("after", other, answer("q1", "star"), answer("q3", "red"));
        RunComparison comparison = RunComparison.of(before, after);
        assertThat(comparison.verdict()).isEqualTo(RunComparison.Verdict.DIFFERENT);
        assertThat(comparison.text()).isEqualTo("""
                        different: 3 of 3 answers
                          arm, example q1: answer "ring", then "star"
                          arm, example q2: it is only in the earlier run
                          arm, example q3: it is only in the later run
                        What differs around it:
                          code in engine.jar: e, then f
                          files of the data set: d, then other
                          model device: cpu, then cuda:0
                        """);
    }

    @Test
    void tellsLastDigitsFromOtherAnswers() {
        StoredRun before = stored("before", MANIFEST, answer("q1", "ring"), answer("q2", "red"));
        StoredRun shifted = stored("shifted", MANIFEST, answer("q1", "ring"), shifted(answer("q2", "red"), -0.5000001));
        RunComparison same = RunComparison.of(before, shifted);
        assertThat(same.verdict()).isEqualTo(RunComparison.Verdict.SAME_ANSWERS);
        assertThat(same.text())
                .isEqualTo("same answers: all 2, their tokens and token counts; log-probabilities of 1 differ (largest"
                        + " relative difference 1.0e-07)\n");

        StoredRun other = stored("other", MANIFEST, answer("q1", "star"), shifted(answer("q2", "red"), -4));
        RunComparison different = RunComparison.of(before, other);
        assertThat(different.verdict()).isEqualTo(RunComparison.Verdict.DIFFERENT);
        assertThat(different.text())
                .startsWith("different: 1 of 2 answers; of the others log-probabilities of 1 differ (largest relative"
                        + " difference 8.8e-01)\n  arm, example q1: ");
    }

    private static AnswerRecord shifted(AnswerRecord record, double logProbability) {
        return new AnswerRecord(
                record.armKey(),
                record.arm(),
                record.replicate(),
                record.example(),
                record.batch(),
                record.batchSize(),
                record.input(),
                record.images(),
                record.type(),
                record.failure(),
                record.answer(),
                record.score(),
                record.tokens(),
                List.of(-0.25, logProbability),
                record.unknownWords(),
                record.inputVisualTokens(),
                record.visualTokens(),
                record.keyValueTokens(),
                record.prefillMillis(),
                record.decodeMillis(),
                record.warmUp());
    }

    private static AnswerRecord answer(String example, String answer) {
        return Records.of(KEY, example, answer);
    }

    private StoredRun stored(String name, Manifest manifest, AnswerRecord... records) {
        Path path = parent.resolve(name);
        try (RunFolder folder = RunFolder.open(path, true);
                Journal journal = folder.journal()) {
            for (AnswerRecord record : records) {
                journal.append(List.of(record));
            }
        }
        return new StoredRun(path, manifest, Optional.empty(), "");
    }
}
