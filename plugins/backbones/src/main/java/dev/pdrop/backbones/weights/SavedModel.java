// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pdrop.backbones.json.JsonFile;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.TrainableBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A model folder with new weights and everything else as in the folder that it was opened from.
 *
 * <p>Copied as they are: tokenizer, image preprocessing, generation settings and chat template, by the names that
 * transformers gives them. {@code config.json} is rewritten in one point, its number format. A model card is not
 * copied: it tells of other weights.
 */
public final class SavedModel {

    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.safetensors";
    private static final List<String> COPIED = List.of(
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "tokenizer.model",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "preprocessor_config.json",
            "processor_config.json",
            "chat_template.jinja",
            "chat_template.json");

    /* What transformers 5 and 4 call the number format. */
    private static final List<String> FORMAT_KEYS = List.of("dtype", "torch_dtype");

    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    private SavedModel() {}

    /**
     * Writes a folder that {@link Checkpoint#open} and transformers load; the weights come last, so that a folder that
     * was left unfinished is none.
     *
     * @param from the folder that the model was opened from
     * @param to exists and is empty
     * @param tensors all weights, by the names that they have in {@code from}
     * @param format what the weights are stored in
     * @throws FailedRunException if it cannot be written, or a weight is not finite in the format
     * @throws dev.pdrop.spi.InvalidModelException if {@code from} has lost its {@code config.json}
     */
    public static void write(
            Path from, Path to, Collection<NamedTensor> tensors, TrainableBackbone.StoredFormat format) {
        JsonObject config = config(from.resolve(CONFIG), format.name().toLowerCase(Locale.ROOT));
        try {
            for (String name : COPIED) {
                if (Files.exists(from.resolve(name))) {
                    Files.copy(from.resolve(name), to.resolve(name));
                }
            }
            Files.writeString(to.resolve(CONFIG), JSON.toJson(config) + "\n");
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to copy the files of " + from + " to " + to + ", found an error (" + e.getMessage()
                            + "): make room or check both folders and their permissions",
                    e);
        }
        new CheckpointWriter(format).write(to.resolve(WEIGHTS), tensors);
    }

    private static JsonObject config(Path file, String format) {
        JsonObject config = JsonFile.read(file).copy();
        if (!config.has("torch_dtype")) {
            config.addProperty("dtype", format);
        }
        restate(config, format);
        config.asMap().values().forEach(block -> restate(block, format));
        return config;
    }

    /* Blocks of parts may say it again, and then it counts for them. */
    private static void restate(JsonElement block, String format) {
        if (block instanceof JsonObject object) {
            FORMAT_KEYS.stream().filter(object::has).forEach(key -> object.addProperty(key, format));
        }
    }
}
