// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The files of a new model folder beside its weights, in the layout of transformers 5.
 *
 * <p>What is the same in every folder stands in resources of the same names; sizes, words and image preprocessing are
 * filled in.
 */
final class ModelFiles {

    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Path folder;
    private final LlavaStarterConfig config;
    private final Vocabulary vocabulary;

    ModelFiles(Path folder, LlavaStarterConfig config, Vocabulary vocabulary) {
        this.folder = folder;
        this.config = config;
        this.vocabulary = vocabulary;
    }

    /** Writes all of them. */
    void write() throws IOException {
        write("config.json", description());
        write("tokenizer.json", tokenizer());
        write("preprocessor_config.json", preprocessing());
        write("processor_config.json", processor());
        for (String name : List.of("tokenizer_config.json", "generation_config.json", "chat_template.jinja")) {
            Files.writeString(folder.resolve(name), resource(name));
        }
    }

    private JsonObject description() {
        LlavaStarterConfig.Decoder decoder = config.decoder();
        JsonObject description = template("config.json");
        description.addProperty("image_seq_length", config.vision().patches());
        description.addProperty("image_token_index", Vocabulary.IMAGE);
        description.addProperty("tie_word_embeddings", decoder.tiedEmbeddings());
        describeTower(description.getAsJsonObject("vision_config"));
        JsonObject text = description.getAsJsonObject("text_config");
        text.addProperty("head_dim", decoder.sizeOfHead());
        text.addProperty("hidden_size", decoder.hiddenSize());
        text.addProperty("intermediate_size", decoder.feedForward());
        text.addProperty("max_position_embeddings", decoder.maxPositions());
        text.addProperty("num_attention_heads", decoder.heads());
        text.addProperty("num_hidden_layers", decoder.layers());
        text.addProperty("num_key_value_heads", decoder.keyValueHeads());
        text.addProperty("rms_norm_eps", decoder.epsilon());
        text.getAsJsonObject("rope_parameters").addProperty("rope_theta", decoder.ropeTheta());
        text.addProperty("tie_word_embeddings", decoder.tiedEmbeddings());
        text.addProperty("vocab_size", vocabulary.size());
        return description;
    }

    private void describeTower(JsonObject tower) {
        LlavaStarterConfig.Vision vision = config.vision();
        tower.addProperty("hidden_size", vision.width());
        tower.addProperty("image_size", vision.imageSize());
        tower.addProperty("intermediate_size", vision.feedForward());
        tower.addProperty("num_attention_heads", vision.heads());
        tower.addProperty("num_hidden_layers", vision.layers());
        tower.addProperty("patch_size", vision.patchSize());
        tower.addProperty("projection_dim", vision.width());
    }

    private JsonObject tokenizer() {
        JsonObject tokenizer = template("tokenizer.json");
        JsonObject ids = new JsonObject();
        for (String word : vocabulary.words()) {
            ids.addProperty(word, ids.size());
        }
        tokenizer.getAsJsonObject("model").add("vocab", ids);
        return tokenizer;
    }

    private JsonObject preprocessing() {
        JsonObject steps = template("preprocessor_config.json");
        JsonObject crop = steps.getAsJsonObject("crop_size");
        crop.addProperty("height", config.vision().imageSize());
        crop.addProperty("width", config.vision().imageSize());
        steps.getAsJsonObject("size")
                .addProperty("shortest_edge", config.vision().imageSize());
        steps.add("image_mean", numbers(config.vision().imageMean()));
        steps.add("image_std", numbers(config.vision().imageStd()));
        return steps;
    }

    private JsonObject processor() {
        JsonObject processor = template("processor_config.json");
        processor.addProperty("patch_size", config.vision().patchSize());
        return processor;
    }

    private static JsonArray numbers(List<Double> numbers) {
        JsonArray array = new JsonArray();
        numbers.forEach(array::add);
        return array;
    }

    private void write(String name, JsonObject content) throws IOException {
        Files.writeString(folder.resolve(name), JSON.toJson(content) + "\n");
    }

    private static JsonObject template(String name) {
        return JsonParser.parseString(resource(name)).getAsJsonObject();
    }

    private static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(ModelFiles.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the resource " + name + " cannot be read", e);
        }
    }
}
