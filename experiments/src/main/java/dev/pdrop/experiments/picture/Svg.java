// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** SVG as it is written, element by element; what is given as text or as a value is escaped. Mutable. */
final class Svg {

    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;

    /**
     * Begins a drawing.
     *
     * @param viewBox left, top, width and height
     * @param title what it is, for those who cannot see it
     * @param description what it shows
     * @param attributes names of more attributes and their values by turns
     */
    Svg(String viewBox, String title, String description, String... attributes) {
        try {
            writer = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw broken(e);
        }
        start("svg", "xmlns", NAMESPACE, "viewBox", viewBox, "role", "img", "aria-label", title);
        for (int i = 0; i < attributes.length; i += 2) {
            with(attributes[i], attributes[i + 1]);
        }
        start("title").text(title).end();
        start("desc").text(description).end();
    }

    /** Begins an element, with names of attributes and their values by turns. */
    Svg start(String name, String... attributes) {
        try {
            writer.writeStartElement(name);
        } catch (XMLStreamException e) {
            throw broken(e);
        }
        for (int i = 0; i < attributes.length; i += 2) {
            with(attributes[i], attributes[i + 1]);
        }
        return this;
    }

    /** Adds an attribute to the element that has just begun. */
    Svg with(String name, String value) {
        try {
            writer.writeAttribute(name, legal(value));
        } catch (XMLStreamException e) {
            throw broken(e);
        }
        return this;
    }

    /** Adds an attribute that is a coordinate: at most two decimals. */
    Svg with(String name, double value) {
        return with(name, number(value));
    }

    /** Ends the element that was begun last. */
    Svg end() {
        try {
            writer.writeEndElement();
        } catch (XMLStreamException e) {
            throw broken(e);
        }
        return this;
    }

    /** Adds a text. */
    Svg text(String words) {
        try {
            writer.writeCharacters(legal(words));
        } catch (XMLStreamException e) {
            throw broken(e);
        }
        return this;
    }

    /** Ends the drawing. */
    String whole() {
        end();
        try {
            writer.flush();
        } catch (XMLStreamException e) {
            throw broken(e);
        }
        return text.toString();
    }

    /** A number with as few decimals as it needs, at most two. */
    static String number(double value) {
        BigDecimal rounded =
                new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** A colour as SVG writes it. */
    static String colour(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }

    /* Control characters and halves of surrogate pairs are no text. */
    private static String legal(String words) {
        return words.codePoints()
                .map(character -> character == '\n'
                                || (!Character.isISOControl(character)
                                        && Character.getType(character) != Character.SURROGATE)
                        ? character
                        : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static IllegalStateException broken(XMLStreamException cause) {
        return new IllegalStateException("SVG in memory", cause);
    }
}
