// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.FailedRunException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All records of a run folder: JSON lines, only ever appended.
 *
 * <p>A batch is written and forced to disk at once. What an interruption left of one is cut off on opening, so that a
 * continued journal is the one that an uninterrupted run writes. Records stay on disk; in memory is where they are.
 * Records whose arm key no plan asks for stay where they are.
 */
final class Journal implements AutoCloseable {

    private static final int READ_AT_ONCE = 1 << 12;

    private final Path file;
    private final FileChannel channel;
    private final JournalIndex index;

    private Journal(Path file, FileChannel channel, JournalIndex index) {
        this.file = file;
        this.channel = channel;
        this.index = index;
    }

    /**
     * Opens a journal, beginning it if there is none.
     *
     * @throws FailedRunException if a complete line is no record; names file and line
     */
    static Journal open(Path file) {
        try {
            JournalIndex index = JournalIndex.read(file, key -> true);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.truncate(index.end());
            return new Journal(file, channel, index);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * Opens the journal of another run to look up records, which that run may go on writing.
     *
     * @param wanted arm keys of interest
     */
    static Journal reading(Path file, Set<String> wanted) {
        try {
            JournalIndex index = JournalIndex.read(file, wanted::contains);
            return new Journal(file, FileChannel.open(file, StandardOpenOption.READ), index);
        } catch (IOException e) {
            throw unreadable(file, e);
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
        if (!Files.exists(file)) {
            return Stream.empty();
        }
        Set<String> keys = manifest.arms().stream().map(Manifest.Arm::key).collect(Collectors.toSet());
        Journal journal = reading(file, keys);
        Map<String, Long> latest = new HashMap<>();
        journal.index.forEach((key, offset) -> latest.merge(
                String.join("\n", key.armKey(), Integer.toString(key.replicate()), key.example()), offset, Math::max));
        return latest.values().stream().sorted().map(journal::read).onClose(journal::close);
    }

    /** The arm keys of all records. */
    Set<String> armKeys() {
        return index.armKeys();
    }

    /**
     * Whether it holds what an arm answered to a batch.
     *
     * @param batch the batch
     * @param examples ids in order
     */
    boolean holds(AnswerRecord.BatchKey batch, List<String> examples) {
        return index.holds(batch, examples);
    }

    /**
     * Whether what an arm answered to a batch is also the last that it answered to each of its examples: what a reader
     * takes the run to say.
     */
    boolean endsWith(AnswerRecord.BatchKey batch) {
        return index.endsWith(batch);
    }

    /** The record with a key, if there is one. */
    Optional<AnswerRecord> find(AnswerRecord.Key key) {
        OptionalLong offset = index.offset(key);
        return offset.isPresent() ? Optional.of(read(offset.getAsLong())) : Optional.empty();
    }

    /**
     * What an arm answered to a batch, as far as it is there.
     *
     * @param batch the batch
     * @param examples ids in order
     */
    List<AnswerRecord> find(AnswerRecord.BatchKey batch, List<String> examples) {
        return examples.stream()
                .flatMap(example -> find(batch.of(example)).stream())
                .toList();
    }

    /**
     * Appends the records of a batch and forces them to disk, all or none.
     *
     * @param batch what one arm answered to all examples of a batch, in order
     * @throws FailedRunException if that is not possible, such as for lack of room
     */
    void append(List<AnswerRecord> batch) {
        long start = index.end();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<Long> offsets = new ArrayList<>();
        for (AnswerRecord record : batch) {
            offsets.add(start + lines.size());
            lines.writeBytes(JournalIndex.line(record).getBytes(StandardCharsets.UTF_8));
        }
        write(start, ByteBuffer.wrap(lines.toByteArray()));
        index.add(
                batch.get(0).key().inBatch(),
                batch.stream().map(AnswerRecord::example).toList(),
                offsets);
        index.endsAt(start + lines.size());
    }

    private void write(long start, ByteBuffer bytes) {
        try {
            for (long at = start; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
            channel.force(false);
        } catch (IOException e) {
            cutOff(start, e);
            throw failed(file, e);
        }
    }

    /** What a failed write has left would be cut off on the next opening too: this is for those who read in between. */
    private void cutOff(long end, IOException cause) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private AnswerRecord read(long offset) {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            ByteBuffer part = ByteBuffer.allocate(READ_AT_ONCE);
            for (long at = offset; channel.read(part.clear(), at) > 0; at += part.position()) {
                int length = lengthOfLine(part);
                line.write(part.array(), 0, length);
                if (length < part.position()) {
                    break;
                }
            }
            return JournalIndex.record(file, "byte " + offset, line.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static int lengthOfLine(ByteBuffer part) {
        int length = 0;
        while (length < part.position() && part.get(length) != '\n') {
            length++;
        }
        return length;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static FailedRunException unreadable(Path file, IOException cause) {
        return new FailedRunException(
                "expected to read the journal " + file + ", found an input error (" + cause.getMessage()
                        + "): check the file",
                cause);
    }

    private static FailedRunException failed(Path file, IOException cause) {
        return new FailedRunException(
                "expected to write the journal " + file + ", found an output error (" + cause.getMessage()
                        + "): make room or check permissions, then run the same command again, without --fresh, to continue",
                cause);
    }
}
