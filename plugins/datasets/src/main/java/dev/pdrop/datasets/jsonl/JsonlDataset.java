// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.jsonl;

import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.DatasetFactory;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.InvalidDataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Questions in a file of JSON lines, images in a folder.
 *
 * <p>One example a line: {@code {"id": "7", "image": "images/7.png", "question": "what colour?", "answer": "red",
 * "type": "colour"}}. {@code image} is a path below the image folder, a list of them, or absent; {@code video} in its
 * place is a list of frames of one size, in the order of time, which are seen as one video, {@code fps} how many of
 * them pass in a second, 2 if absent; {@code answer} is an accepted answer or a list of them; {@code type} may be
 * absent; an {@code id} is unique, a number counting as its text; other fields are ignored. The file is UTF-8; blank
 * lines are skipped.
 *
 * <p>Lines are read as they are consumed; only ids and where they stood stay in memory. Images are looked up when their
 * line is read and decoded when they are needed.
 */
public final class JsonlDataset implements Dataset {

    /** What chooses it in a configuration. */
    public static final String NAME = "jsonl";

    /** Bytes of a hash: enough to tell files apart, and few enough to be read in a message. */
    private static final int SHOWN = 8;

    private final Path file;
    private final ImageFolder images;

    /**
     * A data set.
     *
     * @throws InvalidDataException if there is no such file or image folder
     */
    public JsonlDataset(Config config) {
        this.file = config.file();
        if (!Files.isRegularFile(file)) {
            throw new InvalidDataException(
                    "expected a file of JSON lines, found none at " + file + ": correct the path of the data set");
        }
        this.images = new ImageFolder(config.images().orElseGet(() -> folder(file)));
    }

    @Override
    public Stream<Example> examples() {
        ExampleReader reader = ExampleReader.open(file, new ExampleParser(images));
        return StreamSupport.stream(reader, false).onClose(reader::close);
    }

    /** The beginning of the SHA-256 of the file of questions; images count by their paths alone. */
    @Override
    public Optional<String> contents() {
        try (DigestInputStream bytes =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            bytes.transferTo(OutputStream.nullOutputStream());
            return Optional.of(HexFormat.of().formatHex(bytes.getMessageDigest().digest(), 0, SHOWN));
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to read " + file + ", found an error (" + e.getMessage()
                            + "): check the disk and its permissions",
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /**
     * Where the questions are; keys and meanings in {@code jsonl.conf}.
     *
     * @param file the questions
     * @param images the folder that image paths start from; the folder of {@code file} if absent
     */
    public record Config(Path file, Optional<Path> images) {}

    /** Makes it from its configuration. */
    public static final class Factory implements DatasetFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "Questions in a file of JSON lines (id, image, question, answer, type), images in a folder.";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public Dataset create(Config config) {
            return new JsonlDataset(config);
        }
    }
}
