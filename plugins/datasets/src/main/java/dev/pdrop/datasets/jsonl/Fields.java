// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.jsonl;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pdrop.spi.InvalidDataException;
import java.util.List;

/** The fields of one line, read as what they have to be; null counts as absent. */
final class Fields {

    private static final int SHOWN = 60;

    private final JsonObject object;
    private final String origin;

    /**
     * Fields.
     *
     * @param origin where they stand, as {@code file:line}
     */
    Fields(JsonObject object, String origin) {
        this.object = object;
        this.origin = origin;
    }

    /** A text that is not blank, or a number as it is written. */
    String identifier(String key) {
        JsonElement value = value(key);
        boolean fits = isText(value) && !value.getAsString().isBlank();
        if (!fits && !(value instanceof JsonPrimitive primitive && primitive.isNumber())) {
            throw wrong(key, "a text that is not blank or a number", value);
        }
        return value.getAsString();
    }

    String text(String key) {
        JsonElement value = value(key);
        if (!isText(value)) {
            throw wrong(key, "a text", value);
        }
        return value.getAsString();
    }

    /** Empty if absent. */
    String optionalText(String key) {
        return value(key).isJsonNull() ? "" : text(key);
    }

    /** One text, a list of texts, or nothing. */
    List<String> texts(String key) {
        JsonElement value = value(key);
        if (value.isJsonNull()) {
            return List.of();
        }
        List<JsonElement> elements =
                value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value);
        for (JsonElement element : elements) {
            if (!isText(element)) {
                throw wrong(key, "a text or a list of texts", value);
            }
        }
        return elements.stream().map(JsonElement::getAsString).toList();
    }

    /** A number above 0. */
    double positive(String key, double absent) {
        JsonElement value = value(key);
        if (value.isJsonNull()) {
            return absent;
        }
        boolean fits = value instanceof JsonPrimitive primitive && primitive.isNumber();
        double number = fits ? value.getAsDouble() : 0;
        if (!(number > 0) || number == Double.POSITIVE_INFINITY) {
            throw wrong(key, "a number above 0", value);
        }
        return number;
    }

    List<String> atLeastOneText(String key) {
        List<String> texts = texts(key);
        if (texts.isEmpty()) {
            throw wrong(key, "a text or a list of texts, at least one", value(key));
        }
        return texts;
    }

    private JsonElement value(String key) {
        JsonElement value = object.get(key);
        return value == null ? JsonNull.INSTANCE : value;
    }

    private static boolean isText(JsonElement value) {
        return value instanceof JsonPrimitive primitive && primitive.isString();
    }

    private InvalidDataException wrong(String key, String expected, JsonElement found) {
        return new InvalidDataException(origin + ": expected " + expected + " as \"" + key + "\", found "
                + (found.isJsonNull() ? "nothing" : excerpt(found.toString())) + ": correct the line");
    }

    /** The beginning of what a line says, short enough for a message. */
    static String excerpt(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "..";
    }
}
