// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON object in a checkpoint's file, read key by key.
 *
 * <p>A required key that is absent, and a value of the wrong kind, is an {@link InvalidModelException} that names file,
 * key and value. Immutable.
 */
public final class JsonFile {

    private static final Pattern LINE = Pattern.compile(" at line (\\d+) ");

    private final Path file;
    private final String prefix;
    private final JsonObject content;

    private JsonFile(Path file, String prefix, JsonObject content) {
        this.file = file;
        this.prefix = prefix;
        this.content = content;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidModelException if it is missing or holds anything but one JSON object
     */
    public static JsonFile read(Path file) {
        try {
            JsonElement content = JsonParser.parseString(Files.readString(file));
            if (content instanceof JsonObject object) {
                return new JsonFile(file, "", object);
            }
            throw new InvalidModelException("expected a JSON object, found something else in " + file
                    + ": take the file from the checkpoint again");
        } catch (CharacterCodingException e) {
            throw new InvalidModelException(
                    "expected UTF-8 text, found bytes that are none in " + file
                            + ": take the file from the checkpoint again",
                    e);
        } catch (IOException e) {
            throw new InvalidModelException(
                    "expected a readable file of UTF-8 text, found none at " + file + ": check the model folder", e);
        } catch (JsonParseException | StackOverflowError e) {
            throw new InvalidModelException(
                    "expected JSON, found " + fault(e) + " of " + file + ": take the file from the checkpoint again",
                    e);
        }
    }

    /** What is wrong, and in which line as far as the parser says so. */
    private static String fault(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher line = LINE.matcher(message);
        String where = line.find() ? "line " + line.group(1) : "the content";
        boolean ended = message.contains("End of input") || message.contains("Unterminated string");
        return (ended ? "the end of the file in " : "something else in ") + where;
    }

    /** Reads a file if there is one. */
    public static Optional<JsonFile> readIfPresent(Path file) {
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** All of it, to be changed by the caller. */
    public JsonObject copy() {
        return content.deepCopy();
    }

    /** The value at a key, of any kind. */
    public Optional<JsonElement> find(String key) {
        return Optional.ofNullable(content.get(key)).filter(value -> !value.isJsonNull());
    }

    /** The object at a key; empty if the key is absent. */
    public Optional<JsonFile> object(String key) {
        return find(key).map(value -> {
            if (value instanceof JsonObject object) {
                return new JsonFile(file, prefix + key + ".", object);
            }
            throw unexpected(key, "an object");
        });
    }

    /** The object at a key; one without keys if it is absent. */
    public JsonFile objectOrEmpty(String key) {
        return object(key).orElseGet(() -> new JsonFile(file, prefix + key + ".", new JsonObject()));
    }

    /** A key with the keys of the objects around it, as messages name it. */
    public String path(String key) {
        return prefix + key;
    }

    /** Whether a key is there, be it null. */
    public boolean states(String key) {
        return content.has(key);
    }

    /** The text at a key; empty if the key is absent. */
    public Optional<String> text(String key) {
        return find(key).map(value -> {
            if (value instanceof JsonPrimitive primitive && primitive.isString()) {
                return primitive.getAsString();
            }
            throw unexpected(key, "a text");
        });
    }

    /** True or false at a key; empty if the key is absent. */
    public Optional<Boolean> flag(String key) {
        return find(key).map(value -> {
            if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
                return primitive.getAsBoolean();
            }
            throw unexpected(key, "true or false");
        });
    }

    /** The number at a key; empty if the key is absent. */
    public Optional<Double> number(String key) {
        return find(key).map(value -> number(key, value));
    }

    /** The integer at a key, at least {@code least}; empty if the key is absent. */
    public Optional<Integer> integer(String key, int least) {
        return find(key).map(value -> integer(key, value, least));
    }

    /** The integer at a key, or all integers of the list there; empty if the key is absent. */
    public List<Integer> integers(String key, int least) {
        return elements(key).stream().map(value -> integer(key, value, least)).toList();
    }

    /** The number at a key, or all numbers of the list there; empty if the key is absent. */
    public List<Double> numbers(String key) {
        return elements(key).stream().map(value -> number(key, value)).toList();
    }

    /** The lists of integers in the list at a key; empty if the key is absent. */
    public List<List<Integer>> integerLists(String key, int least) {
        return elements(key).stream()
                .map(value -> {
                    if (!value.isJsonArray()) {
                        throw unexpected(key, "a list of lists of integers");
                    }
                    return value.getAsJsonArray().asList().stream()
                            .map(one -> integer(key, one, least))
                            .toList();
                })
                .toList();
    }

    /** The keys, in the order of the file. */
    public List<String> keys() {
        return List.copyOf(content.keySet());
    }

    /** The error for a value that is not what was expected, or is not there. */
    public InvalidModelException unexpected(String key, String expected) {
        String found =
                find(key).map(value -> "found " + shortened(value.toString())).orElse("found nothing");
        return new InvalidModelException(
                "expected " + expected + ", " + found + " at '" + path(key) + "' in " + file + ": correct the file");
    }

    private List<JsonElement> elements(String key) {
        List<JsonElement> elements = new ArrayList<>();
        find(key).ifPresent(value -> {
            if (value.isJsonArray()) {
                value.getAsJsonArray().forEach(elements::add);
            } else {
                elements.add(value);
            }
        });
        return elements;
    }

    private double number(String key, JsonElement value) {
        if (value instanceof JsonPrimitive primitive && primitive.isNumber() && Double.isFinite(value.getAsDouble())) {
            return value.getAsDouble();
        }
        throw unexpected(key, "a number");
    }

    private int integer(String key, JsonElement value, int least) {
        double number = number(key, value);
        if (number != Math.rint(number) || number < least || number > Integer.MAX_VALUE) {
            throw unexpected(key, "an integer of at least " + least);
        }
        return (int) number;
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
