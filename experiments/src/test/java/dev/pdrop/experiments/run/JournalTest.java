// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("journal.jsonl");
    }

    @Test
    void findsWhatWasAppendedAfterOpeningItAgain() {
        AnswerRecord entry = Records.of("key", "q1", "ring");
        try (Journal journal = Journal.open(file)) {
            journal.append(List.of(entry, Records.of("key", "q2", "red")));
            assertThat(journal.find(key("key", "q1", "input"))).contains(entry);
        }
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.find(key("key", "q1", "input"))).contains(entry);
            assertThat(journal.find(key("key", "q1", "another picture"))).isEmpty();
            assertThat(journal.find(key("other", "q1", "input"))).isEmpty();
        }
    }

    @Test
    void cutsOffALineThatAnInterruptionLeft() throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.append(List.of(Records.of("key", "q1", "ring")));
        }
        long whole = Files.size(file);
        Files.writeString(file, "{\"armKey\":\"key\",\"exam", StandardOpenOption.APPEND);
        try (Journal journal = Journal.open(file)) {
            assertThat(Files.size(file)).isEqualTo(whole);
            journal.append(List.of(Records.of("key", "q2", "red")));
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void namesFileAndLineOfACompleteLineThatIsNoRecord() throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.append(List.of(Records.of("key", "q1", "ring")));
        }
        Files.writeString(file, "{\"some\":\"thing\"}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> Journal.open(file))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected a journal record, found something else at " + file
                        + ":2: remove that line, or start anew with --fresh");
    }

    private static AnswerRecord.Key key(String armKey, String example, String input) {
        return new AnswerRecord.Key(armKey, 0, example, input);
    }
}
