// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.util.stream.Collectors;

/** Reads the comment at the head of a configuration file. */
final class Comments {

    private Comments() {}

    /** The first sentence of the first comment, on one line; empty if the file begins with something else. */
    static String firstSentence(String text) {
        String comment = text.lines()
                .dropWhile(String::isBlank)
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+\\s*", ""))
                .takeWhile(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
        return comment.split("(?<=[.?!])\\s", 2)[0];
    }
}
