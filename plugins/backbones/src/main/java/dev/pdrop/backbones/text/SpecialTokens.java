// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pdrop.backbones.json.JsonFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The texts of a checkpoint's special tokens, such as {@code bos_token}, by name. */
final class SpecialTokens {

    private final Map<String, String> texts;

    private SpecialTokens(Map<String, String> texts) {
        this.texts = Collections.unmodifiableMap(texts);
    }

    /** Reads {@code tokenizer_config.json}, and {@code special_tokens_map.json} for what it does not name. */
    static SpecialTokens read(Path folder) {
        Map<String, String> texts = new TreeMap<>();
        Stream.of("tokenizer_config.json", "special_tokens_map.json")
                .flatMap(name -> JsonFile.readIfPresent(folder.resolve(name)).stream())
                .forEach(file -> collect(file, texts));
        return new SpecialTokens(texts);
    }

    private static void collect(JsonFile file, Map<String, String> texts) {
        for (String key : file.keys()) {
            if (key.endsWith("_token")) {
                file.find(key).flatMap(SpecialTokens::text).ifPresent(text -> texts.putIfAbsent(key, text));
            }
        }
    }

    /* Either the text itself or an object with the text as its content. */
    private static Optional<String> text(JsonElement value) {
        JsonElement text = value instanceof JsonObject token ? token.get("content") : value;
        return text instanceof JsonPrimitive primitive && primitive.isString()
                ? Optional.of(primitive.getAsString())
                : Optional.empty();
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** All texts by name, such as {@code bos_token}. */
    Map<String, String> texts() {
        return texts;
    }
}
