// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the unknown token of a {@code tokenizer.json} without holding its vocabulary, which may take megabytes. */
final class UnknownToken {

    private UnknownToken() {}

    /** The text of {@code model.unk_token}; empty if the model has none, as a byte-level one. */
    static Optional<String> read(Path file) {
        try (JsonReader reader = new JsonReader(Files.newBufferedReader(file))) {
            reader.beginObject();
            return skipTo(reader, "model") ? inModel(reader) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> inModel(JsonReader reader) throws IOException {
        reader.beginObject();
        return skipTo(reader, "unk_token") && reader.peek() == JsonToken.STRING
                ? Optional.of(reader.nextString())
                : Optional.empty();
    }

    private static boolean skipTo(JsonReader reader, String key) throws IOException {
        while (reader.hasNext()) {
            if (reader.nextName().equals(key)) {
                return true;
            }
            reader.skipValue();
        }
        return false;
    }
}
