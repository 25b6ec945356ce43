// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares text with files that stand beside the tests: {@code src/test/resources/golden/NAME.txt} of the module.
 *
 * <p>{@code -Dpdrop.golden=update} writes the files instead; look at the difference before committing it.
 */
public final class Golden {

    private static final String PROPERTY = "pdrop.golden";

    static final String HOW_TO_UPDATE = "run the test with -D" + PROPERTY + "=update and look at the difference";

    private static final Pattern TIME = Pattern.compile(
            "\\b\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2})?(?:[.,]\\d+)?(?:Z|[+-]\\d{2}:?\\d{2})?)?");
    private static final Pattern DURATION = Pattern.compile("\\b\\d+(?:\\.\\d+)? ?(?:ns|us|ms|s|min|h)\\b");
    private static final Pattern HASH = Pattern.compile("\\b[0-9a-f]{8,64}\\b");
    private static final Pattern FOLDERS = Pattern.compile("(?<![\\w.>/])/(?:[^\\s/:,;'\"<>]+/)+");

    private final Path folder;
    private final boolean update;

    /**
     * Golden files of a folder.
     *
     * @param folder holds {@code NAME.txt}
     * @param update whether to write instead of comparing
     */
    Golden(Path folder, boolean update) {
        this.folder = folder;
        this.update = update;
    }

    /**
     * Checks that a text is what the golden file of the module under test says.
     *
     * @param name such as {@code config/unknown-key}
     * @param actual the whole text; a missing final newline is added
     * @throws AssertionError if it differs; shows the first difference and how to update
     */
    public static void assertMatches(String name, String actual) {
        new Golden(Path.of("src", "test", "resources", "golden"), isUpdate()).check(name, actual);
    }

    /** Whether files are to be written instead of compared. */
    static boolean isUpdate() {
        return "update".equals(System.getProperty(PROPERTY, ""));
    }

    /**
     * A text without what differs from run to run: the folders of absolute paths, dates and times, durations, and
     * hashes (8 to 64 hexadecimal digits).
     */
    public static String masked(String text) {
        String timeless = TIME.matcher(text).replaceAll("<time>");
        String unhashed = HASH.matcher(timeless).replaceAll("<hash>");
        String unhurried = DURATION.matcher(unhashed).replaceAll("<duration>");
        return FOLDERS.matcher(unhurried).replaceAll("<folder>/");
    }

    void check(String name, String actual) {
        Path file = folder.resolve(name + ".txt");
        String text = normal(actual);
        try {
            if (update) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text);
                return;
            }
            if (!Files.exists(file)) {
                throw new AssertionError("no golden file " + file + how() + "; the text is\n" + text);
            }
            String expected = normal(Files.readString(file));
            if (!expected.equals(text)) {
                throw new AssertionError(
                        difference(file, expected.lines().toList(), text.lines().toList()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String difference(Path file, List<String> expected, List<String> actual) {
        int line = 0;
        while (line < Math.min(expected.size(), actual.size())
                && expected.get(line).equals(actual.get(line))) {
            line++;
        }
        return "differs from the golden file at " + file + ":" + (line + 1) + "\n  expected: " + at(expected, line)
                + "\n  actual:   " + at(actual, line) + "\n" + how();
    }

    private static String at(List<String> lines, int line) {
        return line < lines.size() ? lines.get(line) : "(end of text)";
    }

    private static String how() {
        return "; if the new text is right, " + HOW_TO_UPDATE;
    }

    private static String normal(String text) {
        String unix = text.replace("\r\n", "\n");
        return unix.endsWith("\n") ? unix : unix + "\n";
    }
}
