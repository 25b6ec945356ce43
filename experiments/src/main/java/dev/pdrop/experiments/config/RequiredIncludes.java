// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes every include required and relative to the file in which it stands.
 *
 * <p>In HOCON a plain {@code include "x"} of a missing file is silently empty, and {@code file(..)} is relative to the
 * working directory. Used for one file; knows which files are open, so that an error names the including file and line.
 */
final class RequiredIncludes implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

    private final Deque<Path> open = new ArrayDeque<>();
    private final List<Path> files = new ArrayList<>();

    /** Parses a file and what it includes. */
    ConfigObject parse(Path file) {
        requireText(file);
        open.push(file);
        try {
            return ConfigLoader.reporting(
                    new SourceLocation(file.toString(), 0),
                    () -> ConfigFactory.parseFile(file.toFile(), ConfigLoader.options(this))
                            .root());
        } finally {
            open.pop();
            files.add(file);
        }
    }

    /** The library puts other characters in the place of bytes that are no text. */
    private static void requireText(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            CharBuffer text = CharBuffer.allocate(bytes.remaining());
            boolean wrong = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes, text, true)
                    .isError();
            if (wrong) {
                int line = 1
                        + (int) text.flip()
                                .chars()
                                .filter(character -> character == '\n')
                                .count();
                throw new InvalidConfigException(
                        new SourceLocation(file.toString(), line),
                        "",
                        "expected UTF-8, found bytes that are none; save the file as UTF-8");
            }
        } catch (IOException e) {
            throw new InvalidConfigException(
                    new SourceLocation(file.toString(), 0),
                    "",
                    "expected a configuration file that can be read, found one that cannot ("
                            + e.getClass().getSimpleName() + "); check its permissions");
        }
    }

    /** The files parsed, included ones before the ones that include them. */
    List<Path> files() {
        return files;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        Path including = open.peek();
        if (including == null) {
            throw new InvalidConfigException(
                    new SourceLocation(what, 0),
                    "",
                    "expected a resource without includes; write out what it includes");
        }
        Path included = including.resolveSibling(what).normalize();
        if (!Files.isRegularFile(included)) {
            throw refused(
                    what,
                    "expected a file to include, found nothing at " + included
                            + "; includes are relative to the file in which they stand");
        }
        if (open.contains(included)) {
            throw refused(what, "the file includes itself through " + what + "; break the circle");
        }
        return parse(included);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        throw refused(what.getPath(), onlyRelative(what.getPath()));
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw refused(what.toString(), onlyRelative(what.toString()));
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        throw refused(what, onlyRelative(what));
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    private static String onlyRelative(String what) {
        return "expected include \"FILE\" relative to this file, found file(), url() or classpath() around " + what
                + "; name the file alone";
    }

    private InvalidConfigException refused(String what, String message) {
        Path including = open.peek();
        SourceLocation location = including == null
                ? new SourceLocation(what, 0)
                : new SourceLocation(including.toString(), lineOfInclude(including, what));
        return new InvalidConfigException(location, "", message);
    }

    /** The library does not say where an include stands. */
    private static int lineOfInclude(Path including, String what) {
        try {
            List<String> lines = Files.readAllLines(including);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains("include") && lines.get(i).contains(what)) {
                    return i + 1;
                }
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
