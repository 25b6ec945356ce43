// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Where the classes of a plugin come from. */
final class PluginOrigin {

    private PluginOrigin() {}

    /** The jar or folder of a class; empty if it is not known. */
    static Optional<Path> of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        try {
            return location == null ? Optional.empty() : Optional.of(Path.of(location.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not the location of classes: " + location, e);
        }
    }

    /** A class and where it comes from, for error messages. */
    static String describe(Class<?> type) {
        return type.getName() + of(type).map(path -> " in " + path).orElse("");
    }

    /** What stands before the name of a resource: the jar's name, or nothing if the class is not in a jar. */
    static String jarPrefix(Class<?> type) {
        return of(type).filter(Files::isRegularFile)
                .map(jar -> jar.getFileName() + " ")
                .orElse("");
    }
}
