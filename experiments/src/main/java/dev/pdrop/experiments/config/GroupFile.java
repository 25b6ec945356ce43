// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One alternative of a group.
 *
 * @param group the folder
 * @param name the file name without {@code .conf}
 * @param resource where to read it: a file, or an entry of a jar
 * @param source the folder or jar that holds it
 * @param builtIn whether it stands in the configuration folder rather than in a plugin
 */
public record GroupFile(ConfigGroup group, String name, URI resource, Path source, boolean builtIn) {

    /**
     * Parses it.
     *
     * @throws InvalidConfigException if it cannot be read
     */
    public ParsedConfig parse() {
        if (resource.getScheme().equals("file")) {
            return ConfigLoader.parse(Path.of(resource));
        }
        try {
            return ConfigLoader.parse(
                    resource.toURL(), source.getFileName() + " " + group.folder() + "/" + name + ".conf");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its text, comments and all. */
    public String text() {
        try (InputStream stream = resource.toURL().openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
