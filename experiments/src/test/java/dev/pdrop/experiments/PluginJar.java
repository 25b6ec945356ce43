// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Plugin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/**
 * A jar that is made entry by entry, as somebody outside would pack one.
 *
 * <p>Mutable; for one test.
 */
public final class PluginJar {

    private final Map<String, byte[]> entries = new TreeMap<>();

    /** Adds a file of text. */
    public PluginJar with(String entry, String text) {
        return with(entry, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file. */
    public PluginJar with(String entry, byte[] bytes) {
        entries.put(entry, bytes.clone());
        return this;
    }

    /** Names the class of a plugin, which need not be there. */
    public PluginJar offering(String className) {
        return with("META-INF/services/" + Plugin.class.getName(), className);
    }

    /**
     * Compiles a source against the class path of the test and adds its classes.
     *
     * @param workplace an empty folder, or one that is not there; keeps source and classes
     * @param simpleName name of the top-level class
     */
    public PluginJar compiled(Path workplace, String simpleName, String source) throws IOException {
        Path classes = Files.createDirectories(workplace.resolve("classes"));
        Path file = Files.writeString(workplace.resolve(simpleName + ".java"), source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        file.toString());
        assertThat(result).isZero();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                with(classes.relativize(one).toString(), Files.readAllBytes(one));
            }
        }
        return this;
    }

    /** Writes the jar. */
    public void pack(Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
    }
}
