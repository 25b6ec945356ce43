// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.testing.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class JournalHeadTest {

    /** Those that JSON escapes, those that a scan might stumble over, and some of several bytes. */
    private static final String SIGNS = "ab\"\\,:{}[]\n\u00e9\u65e5 <";

    @Test
    void theFirstFieldsOfALineAreItsHead() {
        String line =
                "{\"armKey\":\"k\",\"arm\":\"an arm\",\"replicate\":3,\"example\":\"q1\",\"batch\":\"b1\",\"batchSize\":8,"
                        + "\"input\":\"i\",\"tokens\":[1,2]}";
        assertThat(JournalHead.of(line)).contains(new JournalHead(new AnswerRecord.BatchKey("k", 3, "b1"), 8, "q1"));
    }

    /** The naive way is to parse the whole line. */
    @Seeds(50)
    void everyRecordHasTheHeadThatAParserFinds(RandomGenerator random) {
        String line = JournalIndex.line(
                        Records.of(text(random), text(random), text(random), random.nextInt(100), text(random)))
                .strip();
        JsonObject parsed = JsonParser.parseString(line).getAsJsonObject();
        assertThat(JournalHead.of(line))
                .contains(new JournalHead(
                        new AnswerRecord.BatchKey(
                                parsed.get("armKey").getAsString(),
                                parsed.get("replicate").getAsInt(),
                                parsed.get("batch").getAsString()),
                        parsed.get("batchSize").getAsInt(),
                        parsed.get("example").getAsString()));
    }

    /** Cut off anywhere and closed again, it is either no line or still has its whole head. */
    @Test
    void whatIsCutShortHasNoHeadOrTheWholeOne() {
        String line = JournalIndex.line(Records.of("key", "q \\ \" 1", "b1", 2, "ring"))
                .strip();
        JournalHead whole = JournalHead.of(line).orElseThrow();
        for (int length = 0; length < line.length(); length++) {
            assertThat(JournalHead.of(line.substring(0, length) + "}"))
                    .satisfiesAnyOf(
                            head -> assertThat(head).isEmpty(),
                            head -> assertThat(head).contains(whole));
        }
    }

    @Test
    void whatIsNoRecordHasNone() {
        for (String line : List.of(
                "",
                "{",
                "}",
                "{}",
                "{\"\"}",
                "{\"armKey\"}",
                "{\"armKey\":}",
                "{\"armKey\":\"k\"}",
                "[\"armKey\"]",
                "{\"replicate\":1.5,}",
                "{\"example\":\"\\u00g0\",}")) {
            assertThat(JournalHead.of(line)).as(line).isEmpty();
        }
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return text.toString();
    }
}
