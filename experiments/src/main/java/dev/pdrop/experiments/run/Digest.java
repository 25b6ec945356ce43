// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** SHA-256 over texts and files, fed in a fixed order; mutable until {@link #hex()}. */
final class Digest {

    private static final int BRIEF = 16;

    private final MessageDigest digest;

    Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Adds a text, marked off from its neighbours. */
    Digest text(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return this;
    }

    /** Adds bytes, marked off from their neighbours. */
    Digest bytes(byte[] bytes) {
        text(Integer.toString(bytes.length));
        digest.update(bytes);
        return this;
    }

    /**
     * Adds a file's content, or the relative names and contents of all files below a folder; where it lies does not
     * count, nor do hidden files and Markdown below a folder, which speak to people.
     */
    Digest content(Path path) {
        try {
            if (Files.isRegularFile(path)) {
                file(path);
            } else if (Files.isDirectory(path)) {
                for (var named : filesBelow(path).entrySet()) {
                    text(named.getKey());
                    file(named.getValue());
                }
            }
            return this;
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to read " + path + ", found an input error (" + e.getMessage() + "): check the file", e);
        }
    }

    /** The hash in hexadecimal, 64 digits. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The first 16 digits of the hash: enough to tell the examples of a run from each other. */
    String brief() {
        return hex().substring(0, BRIEF);
    }

    private static Map<String, Path> filesBelow(Path folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> found = all.filter(Files::isRegularFile).toList();
            for (Path file : found) {
                Path relative = folder.relativize(file);
                if (StreamSupport.stream(relative.spliterator(), false).noneMatch(Digest::isForPeople)) {
                    files.put(relative.toString().replace('\\', '/'), file);
                }
            }
        }
        return files;
    }

    private static boolean isForPeople(Path name) {
        String text = name.toString().toLowerCase(Locale.ROOT);
        return text.startsWith(".") || text.endsWith(".md");
    }

    private void file(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        digest.update((byte) 0);
    }
}
