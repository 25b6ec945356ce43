// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All records of a run folder: JSON lines, only ever appended.
 *
 * <p>A batch is written and forced to disk at once. A last line without its line break is what an interruption left and
 * is cut off on opening. Records whose arm key no plan asks for stay where they are.
 */
public final class Journal implements AutoCloseable {

    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private final Path file;
    private final FileChannel channel;
    private final Map<AnswerRecord.Key, AnswerRecord> records;

    private Journal(Path file, FileChannel channel, Map<AnswerRecord.Key, AnswerRecord> records) {
        this.file = file;
        this.channel = channel;
        this.records = records;
    }

    /**
     * Opens a journal, beginning it if there is none.
     *
     * @throws FailedRunException if a complete line is no record; names file and line
     */
    static Journal open(Path file) {
        try {
            Map<AnswerRecord.Key, AnswerRecord> records = new LinkedHashMap<>();
            long end = Files.exists(file) ? read(file, records) : 0;
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(end);
            channel.position(end);
            return new Journal(file, channel, records);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * The records of a run's arms in order, each (arm, replicate, example) once: a later one takes the place of an
     * earlier one.
     *
     * @param file the journal; as if empty if there is none
     * @param manifest names the arms
     */
    static Stream<AnswerRecord> records(Path file, Manifest manifest) {
        Map<String, Long> latest = new HashMap<>();
        Set<String> keys = manifest.arms().stream().map(Manifest.Arm::key).collect(Collectors.toSet());
        try (JournalLines lines = JournalLines.open(file)) {
            while (lines.next()) {
                AnswerRecord record = parse(file, lines.number(), lines.text());
                if (keys.contains(record.armKey())) {
                    latest.put(name(record), lines.offset());
                }
            }
            JournalLines again = JournalLines.open(file);
            return Stream.generate(() -> nextOf(latest, file, again))
                    .takeWhile(Optional::isPresent)
                    .map(Optional::orElseThrow)
                    .onClose(() -> close(file, again));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Optional<AnswerRecord> nextOf(Map<String, Long> latest, Path file, JournalLines lines) {
        try {
            while (lines.next()) {
                AnswerRecord record = parse(file, lines.number(), lines.text());
                if (Long.valueOf(lines.offset()).equals(latest.get(name(record)))) {
                    return Optional.of(record);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static String name(AnswerRecord record) {
        return String.join("\n", record.armKey(), Integer.toString(record.replicate()), record.example());
    }

    private static void close(Path file, JournalLines lines) {
        try {
            lines.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static FailedRunException unreadable(Path file, IOException cause) {
        return new FailedRunException(
                "expected to read the journal " + file + ", found an input error (" + cause.getMessage()
                        + "): check the file",
                cause);
    }

    /** The record with a key, if there is one. */
    Optional<AnswerRecord> find(AnswerRecord.Key key) {
        return Optional.ofNullable(records.get(key));
    }

    /** Appends the records of a batch and forces them to disk. */
    void append(List<AnswerRecord> batch) {
        StringBuilder lines = new StringBuilder();
        for (AnswerRecord entry : batch) {
            lines.append(GSON.toJson(entry)).append('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw failed(file, e);
        }
        batch.forEach(entry -> records.put(entry.key(), entry));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static long read(Path file, Map<AnswerRecord.Key, AnswerRecord> records) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int start = 0;
        int line = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                line++;
                AnswerRecord entry = parse(file, line, new String(bytes, start, at - start, StandardCharsets.UTF_8));
                records.put(entry.key(), entry);
                start = at + 1;
            }
        }
        return start;
    }

    private static AnswerRecord parse(Path file, int line, String text) {
        try {
            AnswerRecord entry = GSON.fromJson(text, AnswerRecord.class);
            if (entry != null && entry.armKey() != null && entry.example() != null && entry.input() != null) {
                return entry;
            }
        } catch (JsonParseException e) {
            throw broken(file, line, e);
        }
        throw broken(file, line, null);
    }

    private static FailedRunException broken(Path file, int line, @Nullable Throwable cause) {
        return new FailedRunException(
                "expected a journal record, found something else at " + file + ":" + line
                        + ": remove that line, or start anew with --fresh",
                cause);
    }

    private static FailedRunException failed(Path file, IOException cause) {
        return new FailedRunException(
                "expected to write the journal " + file + ", found an output error (" + cause.getMessage()
                        + "): make room or check permissions, then run the same command again to continue",
                cause);
    }
}
