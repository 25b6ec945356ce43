// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import dev.pdrop.backbones.jinja.Segment.Block;
import dev.pdrop.backbones.jinja.Segment.Output;
import dev.pdrop.backbones.jinja.Segment.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into segments, with {@code trim_blocks} and {@code lstrip_blocks} on as transformers has them.
 *
 * <p>A newline right after a block or comment is dropped, and so is white space between the beginning of a line and a
 * block or comment; {@code -} at either end of a tag drops all white space on that side, {@code +} keeps it.
 */
final class Scanner {

    private static final Pattern OPENING = Pattern.compile("\\{[%{#]");
    private static final Pattern END_OF_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%}");

    private final String source;
    private final List<Segment> segments = new ArrayList<>();
    private int position;

    private Scanner(String source) {
        this.source = source;
    }

    static List<Segment> scan(String source) {
        String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        Scanner scanner = new Scanner(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines);
        scanner.scan();
        return scanner.segments;
    }

    private void scan() {
        Matcher opening = OPENING.matcher(source);
        while (opening.find(position)) {
            tag(opening.start());
        }
        text(source.substring(position));
    }

    private void tag(int start) {
        char kind = source.charAt(start + 1);
        text(before(start, kind));
        char sign = sign(start + 2);
        position = start + (sign == ' ' ? 2 : 3);
        switch (kind) {
            case '#' -> comment();
            case '{' -> segments.add(new Output(tokens("}}")));
            default -> block();
        }
    }

    private char sign(int at) {
        char sign = at < source.length() ? source.charAt(at) : ' ';
        return sign == '-' || sign == '+' ? sign : ' ';
    }

    /** The text up to a tag, less what the tag takes away. */
    private String before(int start, char kind) {
        String text = source.substring(position, start);
        char sign = sign(start + 2);
        if (sign == '-') {
            return text.stripTrailing();
        }
        if (sign == '+' || kind == '{') {
            return text;
        }
        int line = text.lastIndexOf('\n') + 1;
        boolean startsLine = line > 0 || position == 0 || source.charAt(position - 1) == '\n';
        return startsLine && text.substring(line).isBlank() ? text.substring(0, line) : text;
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            segments.add(new Text(text));
        }
    }

    private void comment() {
        int end = source.indexOf("#}", position);
        if (end < 0) {
            throw JinjaException.broken("a comment has no end");
        }
        char sign = end > position ? sign(end - 1) : ' ';
        position = end + 2;
        after(sign, true);
    }

    private void block() {
        List<Token> tokens = tokens("%}");
        if (tokens.size() == 1 && tokens.get(0).text().equals("raw")) {
            raw();
        } else {
            segments.add(new Block(tokens));
        }
    }

    private void raw() {
        Matcher end = END_OF_RAW.matcher(source);
        if (!end.find(position)) {
            throw JinjaException.broken("a raw block has no end");
        }
        String text = source.substring(position, end.start());
        text(end.group(1).equals("-") ? text.stripTrailing() : text);
        position = end.end();
        after(end.group(2).isEmpty() ? ' ' : end.group(2).charAt(0), true);
    }

    private List<Token> tokens(String end) {
        Lexer lexer = new Lexer(source, position, end);
        List<Token> tokens = lexer.tokens();
        position = lexer.position();
        after(lexer.sign(), end.equals("%}"));
        return tokens;
    }

    /** Skips what a tag takes away behind it. */
    private void after(char sign, boolean trims) {
        if (sign == '-') {
            while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
                position++;
            }
        } else if (sign != '+' && trims && position < source.length() && source.charAt(position) == '\n') {
            position++;
        }
    }
}
