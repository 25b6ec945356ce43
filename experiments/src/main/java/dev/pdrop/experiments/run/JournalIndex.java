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
import java.util.HashSet;
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

    private final Map<AnswerRecord.Key, Long> offsets = new HashMap<>();
    private final Map<AnswerRecord.Key, String> latest = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> armKeys = new HashSet<>();
    private long end;

    /** The first fields of a line. */
    private record Head(AnswerRecord.Key key, int batchSize) {
        boolean sameBatch(Head other) {
            return key.armKey().equals(other.key.armKey())
                    && key.replicate() == other.key.replicate()
                    && key.batch().equals(other.key.batch());
        }
    }

    /** The first fields while they are read, without a map: this is done for every line of a journal. */
    private static final class HeadFields {
        private static final int COUNT = 5;

        private String armKey = "";
        private String example = "";
        private String batch = "";
        private int replicate;
        private int batchSize;
        private int taken;

        void take(String name, JsonReader reader) throws IOException {
            taken++;
            switch (name) {
                case "armKey" -> armKey = reader.nextString();
                case "replicate" -> replicate = reader.nextInt();
                case "example" -> example = reader.nextString();
                case "batch" -> batch = reader.nextString();
                case "batchSize" -> batchSize = reader.nextInt();
                default -> {
                    taken--;
                    reader.skipValue();
                }
            }
        }

        boolean complete() {
            return taken == COUNT;
        }

        Head head() {
            return new Head(new AnswerRecord.Key(armKey, replicate, example, batch), batchSize);
        }
    }

    /** The lines of a batch that have been read. */
    private static final class Open {
        private final List<Head> heads = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();

        boolean takes(Head head) {
            return !heads.isEmpty()
                    && heads.get(0).sameBatch(head)
                    && heads.size() < heads.get(0).batchSize();
        }

        boolean whole() {
            return heads.isEmpty() || heads.size() >= heads.get(0).batchSize();
        }

        void take(Head head, long offset) {
            heads.add(head);
            offsets.add(offset);
        }

        /** Enters what is of interest into an index, and is empty again. */
        void moveTo(JournalIndex index, Predicate<String> wanted) {
            for (int i = 0; i < heads.size(); i++) {
                if (wanted.test(heads.get(i).key().armKey())) {
                    index.add(heads.get(i).key(), offsets.get(i));
                }
            }
            heads.clear();
            offsets.clear();
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
                Head head = head(file, lines);
                if (!open.takes(head)) {
                    open.moveTo(index, wanted);
                }
                open.take(head, lines.offset());
            }
            index.end = open.whole() ? lines.offset() : open.offsets.get(0);
        }
        if (open.whole()) {
            open.moveTo(index, wanted);
        }
        return index;
    }

    /** Where the record with a key begins. */
    OptionalLong offset(AnswerRecord.Key key) {
        Long offset = offsets.get(key);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** The arm keys of all records. */
    Set<String> armKeys() {
        return Set.copyOf(armKeys);
    }

    /** Where the next batch belongs. */
    long end() {
        return end;
    }

    /** A record begins at an offset; a later one takes the place of an earlier one. */
    void add(AnswerRecord.Key key, long offset) {
        offsets.put(
                new AnswerRecord.Key(shared(key.armKey()), key.replicate(), key.example(), shared(key.batch())),
                offset);
        latest.put(inAnyCompany(key), shared(key.batch()));
        armKeys.add(shared(key.armKey()));
    }

    /** Whether no later record of the same arm and example was asked in other company. */
    boolean isLatest(AnswerRecord.Key key) {
        return key.batch().equals(latest.get(inAnyCompany(key)));
    }

    private AnswerRecord.Key inAnyCompany(AnswerRecord.Key key) {
        return new AnswerRecord.Key(shared(key.armKey()), key.replicate(), key.example(), "");
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

    private static Head head(Path file, JournalLines lines) {
        String line = lines.text();
        HeadFields fields = new HeadFields();
        try (JsonReader reader = new JsonReader(new StringReader(line))) {
            reader.beginObject();
            while (!fields.complete() && reader.hasNext()) {
                fields.take(reader.nextName(), reader);
            }
            if (fields.complete() && line.endsWith("}")) {
                return fields.head();
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw broken(file, Integer.toString(lines.number()), e);
        }
        throw broken(file, Integer.toString(lines.number()), null);
    }

    private static FailedRunException broken(Path file, String place, @Nullable Throwable cause) {
        return new FailedRunException(
                "expected a journal record, found something else at " + file + ":" + place
                        + ": remove that line, or start anew with --fresh",
                cause);
    }
}
