// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds the bracket that a HOCON text opens and never closes.
 *
 * <p>The library says only that a bracket is missing where the text ends, which may be far from where it belongs.
 */
final class OpenBrackets {

    private static final String RAW_QUOTES = "\"\"\"";

    private final String text;
    private final Deque<Open> open = new ArrayDeque<>();
    private int line = 1;
    private int position;

    private OpenBrackets(String text) {
        this.text = text;
    }

    /**
     * A bracket.
     *
     * @param bracket the character
     * @param line 1-based
     */
    record Open(char bracket, int line) {

        char closing() {
            return bracket == '{' ? '}' : ']';
        }
    }

    /** The innermost bracket that is open where a text ends. */
    static Optional<Open> last(String text) {
        OpenBrackets brackets = new OpenBrackets(text);
        while (brackets.position < text.length()) {
            brackets.step();
        }
        return Optional.ofNullable(brackets.open.peek());
    }

    private void step() {
        char character = text.charAt(position);
        if (character == '#' || text.startsWith("//", position)) {
            skipTo("\n", 0);
        } else if (text.startsWith(RAW_QUOTES, position)) {
            position += RAW_QUOTES.length();
            skipTo(RAW_QUOTES, RAW_QUOTES.length());
        } else if (character == '"') {
            skipQuoted();
        } else {
            if (character == '{' || character == '[') {
                open.push(new Open(character, line));
            } else if (character == '}' || character == ']') {
                open.poll();
            }
            advance();
        }
    }

    private void skipTo(String end, int andSkip) {
        int found = text.indexOf(end, position);
        int target = found < 0 ? text.length() : found + andSkip;
        while (position < target) {
            advance();
        }
    }

    private void skipQuoted() {
        advance();
        while (position < text.length() && text.charAt(position) != '"' && text.charAt(position) != '\n') {
            if (text.charAt(position) == '\\') {
                advance();
            }
            advance();
        }
        advance();
    }

    private void advance() {
        if (position < text.length() && text.charAt(position) == '\n') {
            line++;
        }
        position++;
    }
}
