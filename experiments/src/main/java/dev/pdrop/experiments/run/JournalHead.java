// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.Optional;

/**
 * The first fields of a journal's line, by which its record is found.
 *
 * <p>Read for every line of a journal, which may have a hundred thousand: by a scan that stops behind them, since a
 * JSON reader takes several times as long.
 *
 * @param batch what was asked together, by one arm
 * @param batchSize how many examples that were
 * @param example id of the example
 */
record JournalHead(AnswerRecord.BatchKey batch, int batchSize, String example) {

    private static final Gson GSON = new Gson();

    /**
     * The head of a line.
     *
     * @return empty if it is none that {@link JournalIndex#line} writes
     */
    static Optional<JournalHead> of(String line) {
        try {
            return line.startsWith("{") && line.endsWith("}") ? new Scan(line).head() : Optional.empty();
        } catch (NumberFormatException | JsonParseException e) {
            return Optional.empty();
        }
    }

    /** Goes through fields whose values are text or numbers, in any order. */
    private static final class Scan {

        private static final int WANTED = 5;

        private final String line;
        private String armKey = "";
        private String example = "";
        private String batch = "";
        private int replicate;
        private int batchSize;
        private int found;

        Scan(String line) {
            this.line = line;
        }

        Optional<JournalHead> head() {
            int at = 1;
            while (found < WANTED) {
                int name = textEnd(at);
                int value = name + 1;
                if (name < 0 || line.charAt(name) != ':') {
                    return Optional.empty();
                }
                int end = line.charAt(value) == '"' ? textEnd(value) : line.indexOf(',', value);
                // Behind the wanted fields others follow.
                if (end < 0 || line.charAt(end) != ',') {
                    return Optional.empty();
                }
                take(line.substring(at + 1, name - 1), value, end);
                at = end + 1;
            }
            return Optional.of(
                    new JournalHead(new AnswerRecord.BatchKey(armKey, replicate, batch), batchSize, example));
        }

        /** Behind the closing quote of a text that begins at a place; -1 if none does, or the line ends with it. */
        private int textEnd(int start) {
            if (line.charAt(start) != '"') {
                return -1;
            }
            int quote = line.indexOf('"', start + 1);
            while (quote >= 0 && isEscaped(quote)) {
                quote = line.indexOf('"', quote + 1);
            }
            return quote + 1 < line.length() && quote >= 0 ? quote + 1 : -1;
        }

        private boolean isEscaped(int quote) {
            int backslashes = 0;
            while (line.charAt(quote - 1 - backslashes) == '\\') {
                backslashes++;
            }
            return backslashes % 2 == 1;
        }

        private void take(String name, int start, int end) {
            found++;
            switch (name) {
                case "armKey" -> armKey = text(start, end);
                case "example" -> example = text(start, end);
                case "batch" -> batch = text(start, end);
                case "replicate" -> replicate = Integer.parseInt(line, start, end, 10);
                case "batchSize" -> batchSize = Integer.parseInt(line, start, end, 10);
                default -> found--;
            }
        }

        private String text(int start, int end) {
            String quoted = line.substring(start, end);
            return quoted.indexOf('\\') < 0
                    ? quoted.substring(1, quoted.length() - 1)
                    : GSON.fromJson(quoted, String.class);
        }
    }
}
