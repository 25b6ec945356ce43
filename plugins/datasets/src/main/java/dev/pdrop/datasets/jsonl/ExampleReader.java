// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.jsonl;

import dev.pdrop.spi.Example;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.InvalidDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;

/** Reads one example after the other from a file of JSON lines. */
final class ExampleReader extends Spliterators.AbstractSpliterator<Example> {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final BufferedReader bytes;
    private final ExampleParser parser;
    private final Map<String, Integer> lines = new HashMap<>();
    private int line;

    private ExampleReader(Path file, BufferedReader bytes, ExampleParser parser) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
        this.file = file;
        this.bytes = bytes;
        this.parser = parser;
    }

    /**
     * A reader at the first line.
     *
     * @throws InvalidDataException if the file cannot be read
     */
    static ExampleReader open(Path file, ExampleParser parser) {
        try {
            // One character a byte, decoded line by line: a wrong byte is then found in the line that holds it.
            return new ExampleReader(file, Files.newBufferedReader(file, StandardCharsets.ISO_8859_1), parser);
        } catch (IOException e) {
            throw new InvalidDataException(
                    "expected a readable file of JSON lines, found trouble with " + file + ": check the file", e);
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super Example> action) {
        for (Optional<String> text = nextLine(); text.isPresent(); text = nextLine()) {
            if (!text.get().isBlank()) {
                action.accept(unique(parser.parse(text.get(), origin())));
                return true;
            }
        }
        return false;
    }

    void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + file + " failed", e);
        }
    }

    private Optional<String> nextLine() {
        line++;
        try {
            String raw = bytes.readLine();
            return raw == null ? Optional.empty() : Optional.of(decoded(raw));
        } catch (CharacterCodingException e) {
            throw new InvalidDataException(
                    origin() + ": expected UTF-8, found bytes that are none: save the file as UTF-8", e);
        } catch (IOException e) {
            throw new FailedRunException(origin() + ": expected to read on, found trouble with the file: check it", e);
        }
    }

    private String decoded(String raw) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(raw.getBytes(StandardCharsets.ISO_8859_1)))
                .toString();
        return line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private Example unique(Example example) {
        Integer first = lines.putIfAbsent(example.id(), line);
        if (first != null) {
            throw new InvalidDataException(origin() + ": expected an id of its own, found \"" + example.id()
                    + "\" again, first used in line " + first + ": make ids unique");
        }
        return example;
    }

    private String origin() {
        return file + ":" + line;
    }
}
