// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import dev.pdrop.backbones.json.JsonFile;
import dev.pdrop.spi.InvalidModelException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the tokens that end an answer, in the first file of a model folder that names any. */
final class EndTokens {

    private static final String IDS = "eos_token_id";

    private EndTokens() {}

    static Set<Integer> read(Path folder, Tokens tokens) {
        Optional<JsonFile> config = JsonFile.readIfPresent(folder.resolve("config.json"));
        return Stream.of(
                        JsonFile.readIfPresent(folder.resolve("generation_config.json")),
                        config,
                        config.flatMap(file -> file.object("text_config")))
                .flatMap(Optional::stream)
                .map(file -> file.integers(IDS, 0))
                .filter(ids -> !ids.isEmpty())
                .findFirst()
                .or(() -> named(folder, tokens))
                .or(() -> config.flatMap(EndTokens::familyDefault))
                .map(ids -> Set.copyOf(new LinkedHashSet<>(ids)))
                .orElseThrow(() -> new InvalidModelException("expected '" + IDS
                        + "' in generation_config.json or config.json, or 'eos_token' in tokenizer_config.json, found"
                        + " none in " + folder + ": add it to generation_config.json"));
    }

    private static Optional<List<Integer>> named(Path folder, Tokens tokens) {
        OptionalInt id =
                SpecialTokens.read(folder).find("eos_token").map(tokens::idOf).orElseGet(OptionalInt::empty);
        return id.isPresent() ? Optional.of(List.of(id.getAsInt())) : Optional.empty();
    }

    /**
     * What transformers takes for Llama and Mistral where a file leaves the default out, as older versions wrote it.
     */
    private static Optional<List<Integer>> familyDefault(JsonFile config) {
        String type = config.objectOrEmpty("text_config").text("model_type").orElse("llama");
        return type.equals("llama") || type.equals("mistral") ? Optional.of(List.of(2)) : Optional.empty();
    }
}
