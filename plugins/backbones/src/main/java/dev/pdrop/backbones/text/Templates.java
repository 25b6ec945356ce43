// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pdrop.backbones.json.JsonFile;
import dev.pdrop.spi.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds a model folder's template by the name that a configuration gives. */
final class Templates {

    private static final String AUTO = "auto";
    private static final String KEY = "chat_template";

    /* In transformers' order: a processor's template, then the tokenizer's. */
    private static final List<String> JSON_FILES =
            List.of("chat_template.json", "processor_config.json", "tokenizer_config.json");

    private final Path folder;
    private final String imagePlaceholder;

    Templates(Path folder, String imagePlaceholder) {
        this.folder = folder;
        this.imagePlaceholder = imagePlaceholder;
    }

    Template find(String name) {
        return switch (name) {
            case PlainTemplate.NAME -> new PlainTemplate();
            case VicunaTemplate.NAME -> new VicunaTemplate(imagePlaceholder);
            case ChatTemplate.NAME -> shipped().orElseThrow(this::noneShipped);
            case AUTO -> shipped().orElseGet(PlainTemplate::new);
            default ->
                throw new InvalidModelException("expected the template auto, chat, plain or vicuna_v1, found '" + name
                        + "' for the model in " + folder + ": choose one of them");
        };
    }

    private InvalidModelException noneShipped() {
        return new InvalidModelException(
                "expected a chat template in chat_template.jinja, " + String.join(", ", JSON_FILES) + ", found none in "
                        + folder + ": choose the template plain or vicuna_v1");
    }

    private Optional<Template> shipped() {
        Path jinja = folder.resolve("chat_template.jinja");
        if (Files.exists(jinja)) {
            return Optional.of(template(jinja, source(jinja)));
        }
        return JSON_FILES.stream()
                .flatMap(name -> JsonFile.readIfPresent(folder.resolve(name)).stream())
                .flatMap(file -> file.find(KEY).stream().map(value -> template(file.file(), source(file, value))))
                .findFirst();
    }

    private Template template(Path file, String source) {
        return new ChatTemplate(file, source, SpecialTokens.read(folder), imagePlaceholder);
    }

    private static String source(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidModelException(
                    "expected a chat template of UTF-8 text, found none that can be read at " + file
                            + ": take the file from the checkpoint again",
                    e);
        }
    }

    /* Either the template, or a list of named ones of which the default counts. */
    private static String source(JsonFile file, JsonElement value) {
        Stream<JsonElement> candidates = value instanceof JsonArray list
                ? StreamSupport.stream(list.spliterator(), false).flatMap(Templates::ifDefault)
                : Stream.of(value);
        return candidates
                .filter(each -> each instanceof JsonPrimitive primitive && primitive.isString())
                .findFirst()
                .map(JsonElement::getAsString)
                .orElseThrow(() -> file.unexpected(KEY, "a text, or a list with a template named default"));
    }

    private static Stream<JsonElement> ifDefault(JsonElement value) {
        boolean isDefault = value instanceof JsonObject named && new JsonPrimitive("default").equals(named.get("name"));
        return isDefault ? Stream.ofNullable(value.getAsJsonObject().get("template")) : Stream.empty();
    }
}
