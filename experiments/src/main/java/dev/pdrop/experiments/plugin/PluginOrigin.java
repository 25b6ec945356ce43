// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import dev.pdrop.spi.Plugin;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Where the classes of a plugin come from. */
public final class PluginOrigin {

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

    /**
     * The jar of a class that is not one of the toolkit's own; empty for what is built in, or not in a jar.
     *
     * <p>The toolkit's own jars lie in one folder.
     */
    public static String outsideJar(Class<?> type) {
        Optional<Path> own = of(Plugin.class).map(Path::getParent);
        return of(type).filter(Files::isRegularFile)
                .filter(jar -> !own.equals(Optional.ofNullable(jar.getParent())))
                .map(Path::toString)
                .orElse("");
    }

    /** What stands before the name of a resource: the jar's name, or nothing if the class is not in a jar. */
    static String jarPrefix(Class<?> type) {
        return of(type).filter(Files::isRegularFile)
                .map(jar -> jar.getFileName() + " ")
                .orElse("");
    }
}
