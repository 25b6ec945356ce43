// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Parses HOCON so that nothing missing goes unnoticed.
 *
 * <p>Only the named file and what it includes count: no {@code application.conf}, no system properties, no environment,
 * so that a file and its overrides say all there is to say.
 */
public final class ConfigLoader {

    /** The library's own advice, which is long and not always to the point. */
    private static final String HINT = " \\(if you (intended|want) .*";

    private ConfigLoader() {}

    /**
     * Parses a file.
     *
     * @throws InvalidConfigException if it or a file it includes is missing, includes itself or is no HOCON
     */
    public static ParsedConfig parse(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (!Files.isRegularFile(absolute)) {
            throw new InvalidConfigException(
                    new SourceLocation(absolute.toString(), 0),
                    "",
                    "expected a configuration file, found " + (Files.isDirectory(absolute) ? "a folder" : "nothing")
                            + "; check the path");
        }
        RequiredIncludes includes = new RequiredIncludes();
        return new ParsedConfig(includes.parse(absolute), new SourceLocation(absolute.toString(), 1), includes.files());
    }

    /**
     * Parses a resource, which includes nothing.
     *
     * @param name what people call it; stands for a file name in locations
     * @throws InvalidConfigException if it is no HOCON
     */
    public static ParsedConfig parse(URL resource, String name) {
        ConfigParseOptions options = options(new RequiredIncludes()).setOriginDescription(name);
        SourceLocation location = new SourceLocation(name, 1);
        return new ParsedConfig(
                reporting(
                        location,
                        () -> ConfigFactory.parseURL(resource, options).root()),
                location,
                List.of());
    }

    static ConfigParseOptions options(RequiredIncludes includes) {
        return ConfigParseOptions.defaults()
                .setAllowMissing(false)
                .setSyntax(ConfigSyntax.CONF)
                .setIncluder(includes);
    }

    /**
     * Resolves substitutions.
     *
     * @throws InvalidConfigException if one has no value or goes round in a circle
     */
    public static Config resolve(ConfigObject root) {
        return reporting(
                SourceLocation.of(root.origin()), () -> root.toConfig().resolve(ConfigResolveOptions.noSystem()));
    }

    /** Runs a step of the library and tells what it complains about in our way. */
    static <T> T reporting(SourceLocation otherwise, java.util.function.Supplier<T> step) {
        try {
            return step.get();
        } catch (ConfigException.UnresolvedSubstitution e) {
            throw new InvalidConfigException(location(e, otherwise), "", unresolved(message(e)));
        } catch (StackOverflowError e) {
            throw new InvalidConfigException(
                    otherwise,
                    "",
                    "expected blocks and lists that are nested a few levels deep, found thousands; correct the file");
        } catch (ConfigException e) {
            String found = message(e).replaceAll("\\s+", " ");
            Optional<InvalidConfigException> unclosed = found.endsWith("end of file") ? unclosed(e) : Optional.empty();
            throw unclosed.orElseGet(() -> new InvalidConfigException(
                    location(e, otherwise),
                    "",
                    "expected HOCON, found an error: " + found.replaceFirst(HINT, "")
                            + "; correct the line, with text of special characters in double quotes"));
        }
    }

    /** A bracket that is never closed, where it was opened. */
    private static Optional<InvalidConfigException> unclosed(ConfigException e) {
        Optional<Path> file = Optional.ofNullable(e.origin()).flatMap(SourceLocation::file);
        try {
            return file.isEmpty()
                    ? Optional.empty()
                    : OpenBrackets.last(Files.readString(file.get()))
                            .map(open -> new InvalidConfigException(
                                    new SourceLocation(file.get().toString(), open.line()),
                                    "",
                                    "expected a '" + open.closing() + "' for the '" + open.bracket()
                                            + "' of this line, found the end of the file; close it"));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static String unresolved(String message) {
        String substitutions = message.substring(message.indexOf(": ") + 2);
        int cycle = substitutions.indexOf(" was part of a cycle");
        return cycle < 0
                ? "substitution " + substitutions + " has no value; define it in this file or in one that it includes"
                : "substitution " + substitutions.substring(0, cycle) + " refers to itself; break the circle";
    }

    private static SourceLocation location(ConfigException e, SourceLocation otherwise) {
        ConfigOrigin origin = e.origin();
        return origin == null ? otherwise : SourceLocation.of(origin);
    }

    private static String message(ConfigException e) {
        String message = String.valueOf(e.getMessage());
        ConfigOrigin origin = e.origin();
        String prefix = origin == null ? "" : origin.description() + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }
}
