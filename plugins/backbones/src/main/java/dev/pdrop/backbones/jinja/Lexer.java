// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import dev.pdrop.backbones.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tokens of one tag, up to its end; brackets that are open hide the end. */
final class Lexer {

    private static final Pattern TOKEN = Pattern.compile(
            "(?<space>\\s+)|(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)"
                    + "|(?<float>\\d[\\d_]*(?:\\.\\d[\\d_]*(?:[eE][+-]?\\d+)?|[eE][+-]?\\d+))|(?<integer>\\d[\\d_]*)"
                    + "|(?<string>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")"
                    + "|(?<operator>//|\\*\\*|==|!=|<=|>=|[-+*/%~<>()\\[\\]{},:.|=])",
            Pattern.DOTALL);

    private final String source;
    private final String end;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int depth;
    private char sign = ' ';

    Lexer(String source, int position, String end) {
        this.source = source;
        this.position = position;
        this.end = end;
    }

    /** The tokens; to be called once. */
    List<Token> tokens() {
        Matcher matcher = TOKEN.matcher(source);
        while (!atEnd()) {
            if (!matcher.region(position, source.length()).lookingAt()) {
                throw JinjaException.broken("a tag cannot be read at \""
                        + source.substring(position, Math.min(source.length(), position + 20)) + "\"");
            }
            add(matcher);
            position = matcher.end();
        }
        return tokens;
    }

    /** Where the tag ends, once the tokens were read. */
    int position() {
        return position;
    }

    /** The sign before the end of the tag, a space if there is none. */
    char sign() {
        return sign;
    }

    private boolean atEnd() {
        if (depth > 0) {
            return false;
        }
        char next = position < source.length() ? source.charAt(position) : ' ';
        if ((next == '-' || next == '+') && source.startsWith(end, position + 1)) {
            sign = next;
            position += 1 + end.length();
            return true;
        }
        if (source.startsWith(end, position)) {
            position += end.length();
            return true;
        }
        return false;
    }

    private void add(Matcher matcher) {
        String text = matcher.group();
        if (matcher.group("name") != null) {
            tokens.add(new Token(Kind.NAME, text));
        } else if (matcher.group("string") != null) {
            tokens.add(new Token(Kind.STRING, Escapes.resolve(text.substring(1, text.length() - 1))));
        } else if (matcher.group("float") != null) {
            tokens.add(new Token(Kind.FLOAT, text.replace("_", "")));
        } else if (matcher.group("integer") != null) {
            tokens.add(new Token(Kind.INTEGER, text.replace("_", "")));
        } else if (matcher.group("operator") != null) {
            depth += "([{".contains(text) ? 1 : ")]}".contains(text) ? -1 : 0;
            tokens.add(new Token(Kind.OPERATOR, text));
        }
    }
}
