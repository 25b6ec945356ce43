// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where in a journal the records of each batch begin: all that is kept of it in memory.
 *
 * <p>Reading takes the first fields of each line only, the ones by which a record is found. What an interruption left
 * at the end does not count: a line without its line break, and the lines of a batch that is not whole.
 */
final class JournalIndex {

    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private final Map<AnswerRecord.BatchKey, Batch> batches = new HashMap<>();

    /** Batches of all arms by their hashes: the same examples in the same order, most often. */
    private final Map<String, List<String>> examples = new HashMap<>();

    /** For each example the batches it was asked in. */
    private final Map<String, Set<String>> companies = new HashMap<>();

    /** For each batch those that an example of it was asked in too, such as before a picture was replaced. */
    private final Map<String, Set<String>> rivals = new HashMap<>();

    private final Map<String, String> armKeys = new HashMap<>();
    private long end;

    /**
     * What an arm answered to a batch.
     *
     * @param examples ids in order
     * @param offsets where the record of each begins
     */
    private record Batch(List<String> examples, List<Long> offsets) {

        long start() {
            return offsets.get(0);
        }

        /** The same after a later answer, which most often is to all of it. */
        Batch then(Batch later) {
            if (later.examples.equals(examples)) {
                return later;
            }
            Map<String, Long> both = new LinkedHashMap<>();
            for (Batch batch : List.of(this, later)) {
                for (int i = 0; i < batch.examples.size(); i++) {
                    both.put(batch.examples.get(i), batch.offsets.get(i));
                }
            }
            return new Batch(List.copyOf(both.keySet()), List.copyOf(both.values()));
        }
    }

    /** The lines of a batch that have been read. */
    private static final class Open {
        private final List<JournalHead> heads = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();

        boolean takes(JournalHead head) {
            return !heads.isEmpty()
                    && heads.get(0).batch().equals(head.batch())
                    && heads.size() < heads.get(0).batchSize();
        }

        boolean whole() {
            return heads.isEmpty() || heads.size() >= heads.get(0).batchSize();
        }

        void take(JournalHead head, long offset) {
            heads.add(head);
            offsets.add(offset);
        }

        /** Enters what is of interest into an index, and is empty again. */
        void moveTo(JournalIndex index, Predicate<String> wanted) {
            if (!heads.isEmpty() && wanted.test(heads.get(0).batch().armKey())) {
                index.add(
                        heads.get(0).batch(),
                        heads.stream().map(JournalHead::example).toList(),
                        offsets);
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
                JournalHead head = JournalHead.of(lines.text())
                        .orElseThrow(() -> broken(file, Integer.toString(lines.number()), null));
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
        Batch batch = batches.get(key.inBatch());
        int number = batch == null ? -1 : batch.examples().indexOf(key.example());
        return batch == null || number < 0
                ? OptionalLong.empty()
                : OptionalLong.of(batch.offsets().get(number));
    }

    /** Whether an arm has answered all examples of a batch. */
    boolean holds(AnswerRecord.BatchKey key, List<String> ids) {
        Batch batch = batches.get(key);
        return batch != null
                && (batch.examples().equals(ids) || batch.examples().containsAll(ids));
    }

    /** The arm keys of all records. */
    Set<String> armKeys() {
        return Set.copyOf(armKeys.keySet());
    }

    /** Where the next batch belongs. */
    long end() {
        return end;
    }

    /**
     * An arm has answered a batch; that takes the place of what it answered to the same examples of it before.
     *
     * @param key the batch
     * @param ids of its examples, in order
     * @param offsets where the record of each begins
     */
    void add(AnswerRecord.BatchKey key, List<String> ids, List<Long> offsets) {
        List<String> shared = examples.get(key.batch());
        if (shared == null || !shared.equals(ids)) {
            shared = List.copyOf(ids);
            examples.put(key.batch(), shared);
            shared.forEach(example -> enter(example, key.batch()));
        }
        String armKey = armKeys.computeIfAbsent(key.armKey(), same -> same);
        batches.merge(
                new AnswerRecord.BatchKey(armKey, key.replicate(), key.batch()),
                new Batch(shared, List.copyOf(offsets)),
                Batch::then);
    }

    private void enter(String example, String batch) {
        Set<String> others = companies.computeIfAbsent(example, unused -> new HashSet<>());
        for (String other : others) {
            if (!other.equals(batch)) {
                rivals.computeIfAbsent(batch, unused -> new HashSet<>()).add(other);
                rivals.computeIfAbsent(other, unused -> new HashSet<>()).add(batch);
            }
        }
        others.add(batch);
    }

    /** Whether an arm has answered a batch, and none of its examples in other company since. */
    boolean endsWith(AnswerRecord.BatchKey key) {
        Batch own = batches.get(key);
        return own != null
                && rivals.getOrDefault(key.batch(), Set.of()).stream()
                        .map(other -> batches.get(new AnswerRecord.BatchKey(key.armKey(), key.replicate(), other)))
                        .noneMatch(rival -> rival != null && rival.start() > own.start());
    }

    /** Where the next batch belongs from now on. */
    void endsAt(long offset) {
        end = offset;
    }

    /** Hands every key and offset on, in no order. */
    void forEach(ObjLongConsumer<AnswerRecord.Key> action) {
        batches.forEach((key, batch) -> {
            for (int i = 0; i < batch.examples().size(); i++) {
                action.accept(key.of(batch.examples().get(i)), batch.offsets().get(i));
            }
        });
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

    private static FailedRunException broken(Path file, String place, @Nullable Throwable cause) {
        return new FailedRunException(
                "expected a journal record, found something else at " + file + ":" + place
                        + ": remove that line, or start anew with --fresh",
                cause);
    }
}
