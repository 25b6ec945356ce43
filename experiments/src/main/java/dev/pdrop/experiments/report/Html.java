// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A piece of a page: text or an element, immutable.
 *
 * <p>Whatever is given as text or as the value of an attribute is escaped when it is written, so that no name, question
 * or path can become markup. Names of elements and attributes are those of our own code.
 */
final class Html {

    private static final Set<String> WITHOUT_END = Set.of("meta", "br", "hr");

    private final String name;
    private final String text;
    private final Map<String, String> attributes;
    private final List<Html> children;

    private Html(String name, String text, Map<String, String> attributes, List<Html> children) {
        this.name = name;
        this.text = text;
        this.attributes = attributes;
        this.children = children;
    }

    /** A text. */
    static Html text(String text) {
        return new Html("", escaped(text), Map.of(), List.of());
    }

    /** An element around others. */
    static Html element(String name, Html... children) {
        return new Html(name, "", Map.of(), List.of(children));
    }

    /** An element around a text. */
    static Html element(String name, String text) {
        return element(name, text(text));
    }

    /** The style sheet of the page, which is our own resource and written as it is. */
    static Html style(String sheet) {
        return new Html("style", "", Map.of(), List.of(new Html("", sheet, Map.of(), List.of())));
    }

    /** SVG of a drawing of ours, which is escaped already and written as it is. */
    static Html drawing(String svg) {
        return new Html("", svg, Map.of(), List.of());
    }

    /** The same element with an attribute more. */
    Html with(String attribute, String value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new Html(name, text, more, children);
    }

    /** The same element with an attribute more that is a coordinate: at most two decimals. */
    Html with(String attribute, double value) {
        return with(attribute, Figures.coordinate(value));
    }

    /** The same element with more in it. */
    Html and(Html... more) {
        return and(Arrays.asList(more));
    }

    /** The same element with more in it. */
    Html and(List<Html> more) {
        List<Html> all = new ArrayList<>(children);
        all.addAll(more);
        return new Html(name, text, attributes, List.copyOf(all));
    }

    @Override
    public String toString() {
        StringBuilder page = new StringBuilder();
        write(page);
        return page.toString();
    }

    private void write(StringBuilder page) {
        if (name.isEmpty()) {
            page.append(text);
            return;
        }
        page.append('<').append(name);
        attributes.forEach((attribute, value) -> page.append(' ')
                .append(attribute)
                .append("=\"")
                .append(escaped(value))
                .append('"'));
        page.append('>');
        if (!WITHOUT_END.contains(name)) {
            children.forEach(child -> child.write(page));
            page.append("</").append(name).append('>');
        }
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isLegal(character) ? character : 0xFFFD);
            }
        });
        return safe.toString();
    }

    /** Control characters and halves of surrogate pairs are no text. */
    private static boolean isLegal(int character) {
        if (character == '\n' || character == '\t') {
            return true;
        }
        return !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
    }
}
