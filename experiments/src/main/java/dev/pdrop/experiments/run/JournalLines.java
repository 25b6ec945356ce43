// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The complete lines of a journal, one after the other; a last line without its line break is left out.
 *
 * <p>A cursor over one buffer, so that reading costs no memory; used by one thread.
 */
final class JournalLines implements AutoCloseable {

    private final InputStream input;
    private byte[] buffer = new byte[1 << 16];
    private int filled;
    private int start;
    private int length;
    private long offset;
    private int number;

    private JournalLines(InputStream input) {
        this.input = input;
    }

    /** Before the first line of a file; as if empty if there is none. */
    static JournalLines open(Path file) throws IOException {
        return new JournalLines(Files.exists(file) ? Files.newInputStream(file) : InputStream.nullInputStream());
    }

    /**
     * Goes to the next line.
     *
     * @return whether there is one
     */
    boolean next() throws IOException {
        if (number > 0) {
            offset += length + 1;
            start += length + 1;
        }
        length = 0;
        while (true) {
            while (start + length < filled) {
                if (buffer[start + length] == '\n') {
                    number++;
                    return true;
                }
                length++;
            }
            if (!fill()) {
                return false;
            }
        }
    }

    /** Where the line begins, in bytes; after the last line, where the next one would begin. */
    long offset() {
        return offset;
    }

    /** The number of the line, from 1. */
    int number() {
        return number;
    }

    /** The line without its line break. */
    String text() {
        return new String(buffer, start, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, filled - start);
        filled -= start;
        start = 0;
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * filled);
        }
        int read = input.read(buffer, filled, buffer.length - filled);
        filled += Math.max(read, 0);
        return read > 0;
    }
}
