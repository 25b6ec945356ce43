// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where in a journal each record begins: all that is kept of it in memory.
 *
 * <p>Reading takes the first fields of each line only, the ones by which a record is found. What an interruption left
 * at the end does not count: a line without its line break, and the lines of a batch that is not whole.
 */
final class JournalIndex {

    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private static final Set<String> HEAD = Set.of("armKey", "replicate", "example", "batch", "batchSize");

    private final Map<AnswerRecord.Key, Long> offsets = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private long end;

    /** The first fields of a line. */
    private record Head(AnswerRecord.Key key, int batchSize) {
        boolean sameBatch(Head other) {
            return key.armKey().equals(other.key.armKey())
                    && key.replicate() == other.key.replicate()
                    && key.batch().equals(other.key.batch());
        }
    }

    /** The lines of a batch that have been read. */
    private static final class Open {
        private final List<Head> heads = new ArrayList<>();
        private long start;

        boolean takes(Head head) {
            return !heads.isEmpty()
                    && heads.get(0).sameBatch(head)
                    && heads.size() < heads.get(0).batchSize();
        }

        boolean whole() {
            return heads.isEmpty() || heads.size() >= heads.get(0).batchSize();
        }
    }

    /**
     * Reads a journal.
     *
     * @param file the journal; as if empty if there is none
     * @param wanted which arm keys are of interest
     * @throws FailedRunException if a complete line is no record; names file and line
     */
    static JournalIndex read(Path file, Predicate<String> wanted) throws IOException {
        JournalIndex index = new JournalIndex();
        Open open = new Open();
        try (JournalLines lines = JournalLines.open(file)) {
            while (lines.next()) {
                Head head = index.head(file, lines);
                if (!open.takes(head)) {
                    open.heads.clear();
                    open.start = lines.offset();
                }
                open.heads.add(head);
                if (wanted.test(head.key().armKey())) {
                    index.add(head.key(), lines.offset());
                }
            }
            index.end = open.whole() ? lines.offset() : open.start;
        }
        if (!open.whole()) {
            open.heads.forEach(head -> index.offsets.remove(head.key()));
        }
        return index;
    }

    /** Where the record with a key begins. */
    OptionalLong offset(AnswerRecord.Key key) {
        Long offset = offsets.get(key);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Where the next batch belongs. */
    long end() {
        return end;
    }

    /** How many records there are. */
    int size() {
        return offsets.size();
    }

    /** A record begins at an offset; a later one takes the place of an earlier one. */
    void add(AnswerRecord.Key key, long offset) {
        offsets.put(
                new AnswerRecord.Key(shared(key.armKey()), key.replicate(), key.example(), shared(key.batch())),
                offset);
    }

    /** Where the next batch belongs from now on. */
    void endsAt(long offset) {
        end = offset;
    }

    /** Hands every key and offset on, in no order. */
    void forEach(ObjLongConsumer<AnswerRecord.Key> action) {
        offsets.forEach(action::accept);
    }

    /** The whole of a line. */
    static AnswerRecord record(Path file, String place, String line) {
        try {
            AnswerRecord record = GSON.fromJson(line, AnswerRecord.class);
            if (record != null && record.armKey() != null && record.example() != null && record.answer() != null) {
                return record;
            }
        } catch (JsonParseException | NumberFormatException e) {
            throw broken(file, place, e);
        }
        throw broken(file, place, null);
    }

    /** A record as a line. */
    static String line(AnswerRecord record) {
        return GSON.toJson(record) + "\n";
    }

    private String shared(String name) {
        return names.computeIfAbsent(name, same -> same);
    }

    private Head head(Path file, JournalLines lines) {
        String line = lines.text();
        Map<String, String> fields = new HashMap<>();
        try (JsonReader reader = new JsonReader(new StringReader(line))) {
            reader.beginObject();
            while (fields.size() < HEAD.size() && reader.hasNext()) {
                String name = reader.nextName();
                if (HEAD.contains(name)) {
                    fields.put(name, reader.nextString());
                } else {
                    reader.skipValue();
                }
            }
            if (fields.size() == HEAD.size() && line.endsWith("}")) {
                return head(fields);
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw broken(file, Integer.toString(lines.number()), e);
        }
        throw broken(file, Integer.toString(lines.number()), null);
    }

    private static Head head(Map<String, String> fields) {
        return new Head(
                new AnswerRecord.Key(
                        fields.getOrDefault("armKey", ""),
                        Integer.parseInt(fields.getOrDefault("replicate", "")),
                        fields.getOrDefault("example", ""),
                        fields.getOrDefault("batch", "")),
                Integer.parseInt(fields.getOrDefault("batchSize", "")));
    }

    private static FailedRunException broken(Path file, String place, @Nullable Throwable cause) {
        return new FailedRunException(
                "expected a journal record, found something else at " + file + ":" + place
                        + ": remove that line, or start anew with --fresh",
                cause);
    }
}
