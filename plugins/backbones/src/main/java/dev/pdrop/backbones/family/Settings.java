// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import com.google.gson.JsonElement;
import dev.pdrop.backbones.json.JsonFile;
import dev.pdrop.spi.InvalidModelException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A block of {@code config.json}; a key that is missing or null has the default that transformers gives it.
 *
 * <p>Immutable. Every complaint names the file, the key and the value.
 */
public final class Settings {

    private final JsonFile json;

    private Settings(JsonFile json) {
        this.json = json;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidModelException if it is missing or no JSON object
     */
    public static Settings read(Path file) {
        return new Settings(JsonFile.read(file));
    }

    /** A block inside this one; empty if it is missing. */
    public Settings block(String key) {
        return new Settings(json.objectOrEmpty(key));
    }

    /** Whether a key is there and not null. */
    public boolean has(String key) {
        return json.find(key).isPresent();
    }

    /** Whether a key is there, be it null. */
    public boolean states(String key) {
        return json.states(key);
    }

    /** A whole number of at least 1. */
    public int size(String key, int absent) {
        int value = whole(key, absent);
        if (value < 1) {
            throw wrong(key, "a whole number of at least 1");
        }
        return value;
    }

    /** A whole number. */
    public int whole(String key, int absent) {
        if (!has(key)) {
            return absent;
        }
        try {
            return number(key).intValueExact();
        } catch (ArithmeticException e) {
            throw wrong(key, "a whole number");
        }
    }

    /** A number above 0. */
    public double positive(String key, double absent) {
        double value = has(key) ? number(key).doubleValue() : absent;
        if (!(value > 0)) {
            throw wrong(key, "a number above 0");
        }
        return value;
    }

    /** True or false. */
    public boolean flag(String key, boolean absent) {
        return json.flag(key).orElse(absent);
    }

    /** One of the values that are supported. */
    public String choice(String key, String absent, List<String> supported) {
        String value = json.find(key)
                .map(element -> element.isJsonPrimitive() ? element.getAsString() : "")
                .orElse(absent);
        if (!supported.contains(value)) {
            throw wrong(key, String.join(" or ", supported), found(key, "the default, " + absent));
        }
        return value;
    }

    /** The strings of a list; empty if it is missing. */
    public List<String> strings(String key) {
        return json.find(key)
                .map(element -> {
                    if (!element.isJsonArray()
                            || !element.getAsJsonArray().asList().stream().allMatch(JsonElement::isJsonPrimitive)) {
                        throw wrong(key, "a list of names");
                    }
                    return element.getAsJsonArray().asList().stream()
                            .map(JsonElement::getAsString)
                            .toList();
                })
                .orElseGet(List::of);
    }

    /** The whole numbers of at least {@code least} in a list; empty if it is missing. */
    public List<Integer> wholes(String key, int least) {
        return json.integers(key, least);
    }

    /** Lists of whole numbers of at least 1; empty if it is missing. */
    public List<List<Integer>> sizeLists(String key) {
        return json.integerLists(key, 1);
    }

    /** A string, if there is one. */
    public Optional<String> string(String key) {
        return json.text(key);
    }

    /** Complains if a key is there: it asks for something that is not supported. */
    public void forbid(String key) {
        if (has(key)) {
            throw wrong(key, "no " + key);
        }
    }

    /** The complaint that a key does not say what it should. */
    public InvalidModelException wrong(String key, String expected) {
        return wrong(key, expected, found(key, "nothing"));
    }

    /** The file that was read. */
    public Path file() {
        return json.file();
    }

    private String found(String key, String absent) {
        return json.find(key).map(JsonElement::toString).orElse(absent);
    }

    private InvalidModelException wrong(String key, String expected, String found) {
        return new InvalidModelException("expected " + expected + " for " + json.path(key) + " in " + json.file()
                + ", found " + found + ": nothing else is supported yet; use another checkpoint");
    }

    private BigDecimal number(String key) {
        try {
            return json.find(key)
                    .filter(element -> element.isJsonPrimitive()
                            && element.getAsJsonPrimitive().isNumber())
                    .map(JsonElement::getAsBigDecimal)
                    .orElseThrow(() -> wrong(key, "a number"));
        } catch (NumberFormatException e) {
            throw wrong(key, "a number of a usual size");
        }
    }
}
