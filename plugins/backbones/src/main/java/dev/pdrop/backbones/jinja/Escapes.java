// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The backslash escapes of Python's string literals. */
final class Escapes {

    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:u(?<four>\\p{XDigit}{4})|x(?<two>\\p{XDigit}{2})|(?<one>.))", Pattern.DOTALL);

    private static final Map<String, String> LETTERS =
            Map.of("n", "\n", "t", "\t", "r", "\r", "b", "\b", "f", "\f", "\\", "\\", "'", "'", "\"", "\"", "\n", "");

    private Escapes() {}

    static String resolve(String literal) {
        return ESCAPE.matcher(literal).replaceAll(escape -> Matcher.quoteReplacement(resolve(escape.group(), escape)));
    }

    private static String resolve(String escape, MatchResult match) {
        String digits = match.group(1) != null ? match.group(1) : match.group(2);
        if (digits != null) {
            return String.valueOf((char) Integer.parseInt(digits, 16));
        }
        return LETTERS.getOrDefault(match.group(3), escape);
    }
}
