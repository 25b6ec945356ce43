// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value stands: a file and a line, or a command-line flag.
 *
 * <p>Written as {@code file:line}, which terminals and editors make clickable; files below the working directory are
 * named relative to it. Always one line: a flag may have been given several, and {@code \n} stands for where one ends.
 *
 * @param source an absolute file, a resource of a jar, or a flag with its value
 * @param line 1-based; 0 if it has none
 */
public record SourceLocation(String source, int line) implements Comparable<SourceLocation> {

    /** How a flag begins; its origin has a line of its own text, which tells nobody anything. */
    static final String FLAG = "--";

    private static final String MERGED = "merge of ";
    private static final Pattern PART = Pattern.compile("(.+?): (\\d+)(?:-\\d+)?(?:,|$)", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

    /**
     * Where a value stands; for one merged from several places, the file that was laid on top: a flag that changed one
     * setting of a block is not where to look for the others.
     */
    public static SourceLocation of(ConfigOrigin origin) {
        List<SourceLocation> places = places(origin);
        return places.stream().filter(place -> place.line > 0).findFirst().orElse(places.get(0));
    }

    /** Where a value was first written; for one merged from several places, the place below all others. */
    public static SourceLocation ofFirst(ConfigOrigin origin) {
        List<SourceLocation> places = places(origin);
        return places.get(places.size() - 1);
    }

    private static List<SourceLocation> places(ConfigOrigin origin) {
        List<SourceLocation> places = new ArrayList<>();
        if (isMerged(origin)) {
            Matcher part = PART.matcher(origin.description().substring(MERGED.length()));
            while (part.find()) {
                places.add(parse(part));
            }
        }
        return places.isEmpty() ? List.of(plain(origin)) : places;
    }

    /** The file in which a value stands; empty for flags and resources. */
    static Optional<Path> file(ConfigOrigin origin) {
        return isMerged(origin)
                ? Optional.empty()
                : Optional.ofNullable(origin.filename()).map(Path::of);
    }

    /** Whether a value was put together from several files, so that it stands in none. */
    static boolean isMerged(ConfigOrigin origin) {
        return origin.description().startsWith(MERGED);
    }

    private static SourceLocation plain(ConfigOrigin origin) {
        String source = origin.filename();
        if (source == null) {
            source = origin.description().replaceFirst(": \\d+(-\\d+)?$", "");
        }
        return new SourceLocation(source, source.startsWith(FLAG) ? 0 : Math.max(0, origin.lineNumber()));
    }

    private static SourceLocation parse(Matcher part) {
        String source = part.group(1);
        return new SourceLocation(source, source.startsWith(FLAG) ? 0 : Integer.parseInt(part.group(2)));
    }

    /** Whether this is a flag of the command line. */
    public boolean isFlag() {
        return source.startsWith(FLAG);
    }

    @Override
    public int compareTo(SourceLocation other) {
        return Comparator.comparing((SourceLocation location) -> location.source.startsWith(FLAG))
                .thenComparing(SourceLocation::source)
                .thenComparingInt(SourceLocation::line)
                .compare(this, other);
    }

    @Override
    public String toString() {
        String name = source.startsWith(FLAG) ? source : shorten(source);
        return onOneLine(line > 0 ? name + ":" + line : name);
    }

    private static String onOneLine(String text) {
        return CONTROL.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(escape(found.group().charAt(0))));
    }

    private static String escape(char control) {
        return switch (control) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u%04x", (int) control);
        };
    }

    private static String shorten(String source) {
        Path path = Path.of(source);
        if (!path.isAbsolute()) {
            return source;
        }
        Path here = Path.of("").toAbsolutePath();
        Path normal = path.normalize();
        return (normal.startsWith(here) ? here.relativize(normal) : normal).toString();
    }
}
