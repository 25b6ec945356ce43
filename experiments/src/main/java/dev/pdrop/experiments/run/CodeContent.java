// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Hash of the classes and resources in a jar or a folder of classes, whichever it is and whenever it was packed.
 *
 * <p>What packing adds by itself does not count: dates, the manifest, Maven's files and the file that names the commit.
 */
final class CodeContent {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String MAVEN = "META-INF/maven/";
    private static final String COMMIT = "dev/pdrop/experiments/run/version.properties";

    /** Gives the content of an entry. */
    private interface Content {
        InputStream open() throws IOException;
    }

    private CodeContent() {}

    /**
     * The hash, SHA-256 in hexadecimal.
     *
     * @throws FailedRunException if it cannot be read
     */
    static String hash(Path place) {
        try {
            return Files.isDirectory(place) ? folder(place) : jar(place);
        } catch (IOException e) {
            throw unreadable(place, e);
        }
    }

    /**
     * The jars that lie in a folder.
     *
     * @throws FailedRunException if it cannot be read
     */
    static List<Path> jarsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static String jar(Path place) throws IOException {
        try (ZipFile zip = new ZipFile(place.toFile())) {
            SortedMap<String, Content> entries = new TreeMap<>();
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .forEach(entry -> entries.put(entry.getName(), () -> content(zip, entry)));
            return hash(entries);
        }
    }

    private static InputStream content(ZipFile zip, ZipEntry entry) throws IOException {
        return zip.getInputStream(entry);
    }

    private static String folder(Path place) throws IOException {
        SortedMap<String, Content> entries = new TreeMap<>();
        try (Stream<Path> files = Files.walk(place)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> entries.put(
                            place.relativize(file).toString().replace('\\', '/'), () -> Files.newInputStream(file)));
        }
        return hash(entries);
    }

    private static String hash(SortedMap<String, Content> entries) throws IOException {
        Digest digest = new Digest();
        for (var entry : entries.entrySet()) {
            if (isCode(entry.getKey())) {
                try (InputStream content = entry.getValue().open()) {
                    digest.text(entry.getKey()).bytes(content.readAllBytes());
                }
            }
        }
        return digest.hex();
    }

    private static boolean isCode(String name) {
        return !name.equals(MANIFEST) && !name.startsWith(MAVEN) && !name.equals(COMMIT);
    }

    private static FailedRunException unreadable(Path place, IOException cause) {
        return new FailedRunException(
                "expected to read the code in " + place + ", found an input error (" + cause.getMessage()
                        + "): build or fetch it again",
                cause);
    }
}
