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
import java.util.stream.Stream;

/** SHA-256 over texts and files, fed in a fixed order; mutable until {@link #hex()}. */
final class Digest {

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

    /** Adds a file's content, or the relative names and contents of all files below a folder. */
    Digest content(Path path) {
        try {
            if (Files.isRegularFile(path)) {
                file(path);
            } else if (Files.isDirectory(path)) {
                for (Path file : filesBelow(path)) {
                    text(path.relativize(file).toString().replace('\\', '/'));
                    file(file);
                }
            }
            return this;
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to read " + path + ", found an input error (" + e.getMessage() + "): check the file", e);
        }
    }

    /** The hash in hexadecimal. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
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
