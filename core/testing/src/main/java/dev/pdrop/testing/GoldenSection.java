// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a part of a document: what stands between the lines {@code <!-- NAME: begin -->} and {@code <!--
 * NAME: end -->}.
 *
 * <p>As {@link Golden}: {@code -Dpdrop.golden=update} writes the part instead.
 */
public final class GoldenSection {

    private GoldenSection() {}

    /**
     * Checks that a text is what a part of a document says.
     *
     * @param document the file
     * @param name of the part
     * @param actual the whole text
     * @throws AssertionError if it differs, or the document has no such part; shows the text and how to update
     */
    public static void assertMatches(Path document, String name, String actual) {
        check(document, name, actual, Golden.isUpdate());
    }

    static void check(Path document, String name, String actual, boolean update) {
        try {
            String whole = Files.readString(document);
            String begin = "<!-- " + name + ": begin -->\n";
            String end = "<!-- " + name + ": end -->";
            int from = whole.indexOf(begin);
            int to = whole.indexOf(end);
            if (from < 0 || to < from) {
                throw new AssertionError("expected the lines " + begin.strip() + " and " + end + " in " + document);
            }
            String section = "\n" + actual.strip() + "\n\n";
            String updated = whole.substring(0, from + begin.length()) + section + whole.substring(to);
            if (updated.equals(whole)) {
                return;
            }
            if (!update) {
                throw new AssertionError("the part " + name + " of " + document + " should be" + section
                        + "; if that is" + " right, " + Golden.HOW_TO_UPDATE);
            }
            Files.writeString(document, updated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
