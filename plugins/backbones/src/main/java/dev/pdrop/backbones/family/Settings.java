// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A block of {@code config.json}; a key that is missing or null has the default that transformers gives it.
 *
 * <p>Immutable. Every complaint names the file, the key and the value.
 */
public final class Settings {

    private final Path file;
    private final String prefix;
    private final JsonObject block;

    private Settings(Path file, String prefix, JsonObject block) {
        this.file = file;
        this.prefix = prefix;
        this.block = block;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidModelException if it is missing or no JSON object
     */
    public static Settings read(Path file) {
        try {
            return new Settings(
                    file, "", JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (IOException e) {
            throw new InvalidModelException(
                    "expected a readable " + file + ", found none: give the folder of a Hugging Face model", e);
        } catch (JsonParseException | IllegalStateException e) {
            throw new InvalidModelException(
                    "expected a JSON object in " + file + ", found something else: fetch the file again", e);
        }
    }

    /** A block inside this one; empty if it is missing. */
    public Settings block(String key) {
        JsonElement element = element(key);
        if (element.isJsonNull()) {
            return new Settings(file, prefix + key + ".", new JsonObject());
        }
        if (!element.isJsonObject()) {
            throw wrong(key, "a block");
        }
        return new Settings(file, prefix + key + ".", element.getAsJsonObject());
    }

    /** Whether a key is there and not null. */
    public boolean has(String key) {
        return !element(key).isJsonNull();
    }

    /** Whether a key is there, be it null. */
    public boolean states(String key) {
        return block.has(key);
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
        JsonElement element = element(key);
        if (element.isJsonNull()) {
            return absent;
        }
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isBoolean()) {
            throw wrong(key, "true or false");
        }
        return element.getAsBoolean();
    }

    /** One of the values that are supported. */
    public String choice(String key, String absent, List<String> supported) {
        JsonElement element = element(key);
        String value = element.isJsonNull() ? absent : element.isJsonPrimitive() ? element.getAsString() : "";
        if (!supported.contains(value)) {
            throw wrong(
                    key,
                    String.join(" or ", supported),
                    element.isJsonNull() ? "the default, " + absent : element.toString());
        }
        return value;
    }

    /** The strings of a list; empty if it is missing. */
    public List<String> strings(String key) {
        JsonElement element = element(key);
        if (element.isJsonNull()) {
            return List.of();
        }
        if (!element.isJsonArray()) {
            throw wrong(key, "a list");
        }
        return element.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** A string, if there is one. */
    public Optional<String> string(String key) {
        return has(key) ? Optional.of(element(key).getAsString()) : Optional.empty();
    }

    /** Complains if a key is there: it asks for something that is not supported. */
    public void forbid(String key) {
        if (has(key)) {
            throw wrong(key, "no " + key);
        }
    }

    /** The complaint that a key does not say what it should. */
    public InvalidModelException wrong(String key, String expected) {
        return wrong(
                key,
                expected,
                element(key).isJsonNull() ? "nothing" : element(key).toString());
    }

    private InvalidModelException wrong(String key, String expected, String found) {
        return new InvalidModelException("expected " + expected + " for " + prefix + key + " in " + file + ", found "
                + found + ": nothing else is supported yet; use another checkpoint");
    }

    private BigDecimal number(String key) {
        JsonElement element = element(key);
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isNumber()) {
            throw wrong(key, "a number");
        }
        return element.getAsBigDecimal();
    }

    private JsonElement element(String key) {
        JsonElement element = block.get(key);
        return element == null ? JsonNull.INSTANCE : element;
    }

    /** The file that was read. */
    public Path file() {
        return file;
    }
}
