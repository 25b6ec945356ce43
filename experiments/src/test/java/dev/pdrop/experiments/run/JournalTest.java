// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {

    private static final List<AnswerRecord> FIRST =
            List.of(Records.of("key", "q1", "b1", 2, "ring"), Records.of("key", "q2", "b1", 2, "größer"));
    private static final List<AnswerRecord> SECOND =
            List.of(Records.of("key", "q3", "b2", 2, "red"), Records.of("key", "q4", "b2", 2, "4"));

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("journal.jsonl");
    }

    @Test
    void findsWhatWasAppendedAfterOpeningItAgain() {
        try (Journal journal = Journal.open(file)) {
            journal.append(FIRST);
            assertThat(journal.find(key("q2", "b1"))).contains(FIRST.get(1));
        }
        try (Journal journal = Journal.open(file)) {
            journal.append(SECOND);
            assertThat(journal.find(key("q1", "b1"))).contains(FIRST.get(0));
            assertThat(journal.find(key("q4", "b2"))).contains(SECOND.get(1));
            assertThat(journal.find(key("q1", "in other company"))).isEmpty();
            assertThat(journal.holds(batch("b2"), List.of("q3", "q4"))).isTrue();
            assertThat(journal.holds(batch("b2"), List.of("q3", "q5"))).isFalse();
            assertThat(journal.find(batch("b2"), List.of("q4", "q3"))).containsExactly(SECOND.get(1), SECOND.get(0));
        }
    }

    @Test
    void aJournalThatWasTornAnywhereIsContinuedToTheSameBytes() throws IOException {
        write(FIRST, SECOND);
        byte[] whole = Files.readAllBytes(file);
        long firstBatch = FIRST.stream()
                .mapToLong(record -> JournalIndex.line(record).getBytes(StandardCharsets.UTF_8).length)
                .sum();
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            Journal.open(file).close();
            long expected = length < firstBatch ? 0 : length < whole.length ? firstBatch : whole.length;
            assertThat(Files.size(file)).as("torn after byte %d", length).isEqualTo(expected);
            write(expected == 0 ? FIRST : List.of(), expected < whole.length ? SECOND : List.of());
            assertThat(file).hasBinaryContent(whole);
        }
    }

    @Test
    void aLookFromOutsideSeesWholeBatchesAndChangesNothing() throws IOException {
        write(FIRST, SECOND.subList(0, 1));
        Files.writeString(file, "{\"armKey\":\"key\",\"exam", StandardOpenOption.APPEND);
        byte[] before = Files.readAllBytes(file);
        try (Journal journal = Journal.reading(file, Set.of("key"))) {
            assertThat(journal.find(key("q2", "b1"))).contains(FIRST.get(1));
            assertThat(journal.find(key("q3", "b2"))).isEmpty();
        }
        try (Journal journal = Journal.reading(file, Set.of("another key"))) {
            assertThat(journal.find(key("q2", "b1"))).isEmpty();
        }
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void knowsWhichRecordsAreTheLastOfTheirExamples() throws IOException {
        List<AnswerRecord> between = List.of(
                Records.of("key", "q1", "other picture", 2, "star"), Records.of("key", "q2", "other picture", 2, ""));
        AnswerRecord.BatchKey first = batch("b1");
        write(FIRST, SECOND, between);
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.holds(first, List.of("q1", "q2"))).isTrue();
            assertThat(journal.endsWith(first)).isFalse();
            assertThat(journal.endsWith(batch("b2"))).isTrue();
            assertThat(journal.endsWith(batch("unknown"))).isFalse();
            journal.append(FIRST);
            assertThat(journal.endsWith(first)).isTrue();
        }
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.endsWith(first)).isTrue();
            assertThat(journal.endsWith(batch("other picture"))).isFalse();
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.holds(first, List.of("q1", "q2")))
                    .as("the repetition is torn, the original is there")
                    .isTrue();
            assertThat(journal.endsWith(first)).isFalse();
        }
    }

    /** One example in common is enough; another arm's answers are another matter. */
    @Test
    void aLaterBatchThatSharesAnExampleIsTheLastOfIt() {
        List<AnswerRecord> other = List.of(
                Records.of("another key", "q2", "b3", 2, "ring"), Records.of("another key", "q3", "b3", 2, "red"));
        write(FIRST, SECOND, other);
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.endsWith(batch("b1"))).isTrue();
            assertThat(journal.endsWith(batch("b2"))).isTrue();
            journal.append(List.of(Records.of("key", "q2", "b3", 2, "ring"), Records.of("key", "q3", "b3", 2, "red")));
            assertThat(journal.endsWith(batch("b1"))).isFalse();
            assertThat(journal.endsWith(batch("b2"))).isFalse();
            assertThat(journal.endsWith(batch("b3"))).isTrue();
        }
    }

    @Test
    void aLongRecordComesBackWhole() {
        AnswerRecord record = Records.of("key", "q1", "b1", 1, "ring ".repeat(5000));
        write(List.of(record), SECOND);
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.find(record.key())).contains(record);
            assertThat(journal.find(key("q3", "b2"))).contains(SECOND.get(0));
        }
    }

    @Test
    void namesFileAndLineOfACompleteLineThatIsNoRecord() throws IOException {
        write(FIRST);
        for (String line : List.of("{\"some\":\"thing\"}", "", "[1]", "{\"armKey\":", "{\"replicate\":\"x\"}")) {
            byte[] whole = Files.readAllBytes(file);
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> Journal.open(file))
                    .isInstanceOf(FailedRunException.class)
                    .hasMessage("expected a journal record, found something else at " + file
                            + ":3: remove that line, or start anew with --fresh");
            Files.write(file, whole);
        }
    }

    @Test
    void namesFileAndPlaceOfALineWhoseRestIsNoRecord() throws IOException {
        write(FIRST);
        String text = Files.readString(file);
        for (String broken : List.of("\"tokens\":[x", "\"tokens\":[1-2", "\"tokens\":{\"a\":[", "\"tokens\":")) {
            Files.writeString(file, text.replaceFirst("\"tokens\":\\[", broken));
            try (Journal journal = Journal.open(file)) {
                assertThatThrownBy(() -> journal.find(key("q1", "b1")))
                        .isInstanceOf(FailedRunException.class)
                        .hasMessageStartingWith(
                                "expected a journal record, found something else at " + file + ":byte 0");
            }
        }
    }

    @SafeVarargs
    private void write(List<AnswerRecord>... batches) {
        try (Journal journal = Journal.open(file)) {
            for (List<AnswerRecord> batch : batches) {
                if (!batch.isEmpty()) {
                    journal.append(batch);
                }
            }
        }
    }

    private static AnswerRecord.BatchKey batch(String batch) {
        return new AnswerRecord.BatchKey("key", 0, batch);
    }

    private static AnswerRecord.Key key(String example, String batch) {
        return new AnswerRecord.Key("key", 0, example, batch);
    }
}
