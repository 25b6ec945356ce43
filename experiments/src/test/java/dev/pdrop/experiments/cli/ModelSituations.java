// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What can be wrong with a model or the device that it is to run on. */
final class ModelSituations {

    private static final String NORM = "language_model.model.norm.weight";

    private ModelSituations() {}

    static List<ErrorSituation> all() {
        return List.of(
                new ErrorSituation(
                        "missing model folder",
                        shop -> shop.runExperiment("--set", "backbone.model=" + shop.at("nowhere"))),
                new ErrorSituation("pull of what is no name", shop -> new String[] {"pull", "llava"}),
                new ErrorSituation("missing config.json", shop -> without(shop, "config.json")),
                new ErrorSituation("truncated config.json", shop -> {
                    ErrorWorkshop.truncate(shop.modelFile("config.json"), 0.5);
                    return shop.runExperiment();
                }),
                new ErrorSituation(
                        "unknown architecture",
                        shop -> config(
                                shop, config -> config.add("architectures", JsonParser.parseString("[\"GPT\"]")))),
                new ErrorSituation(
                        "unsupported config option",
                        shop -> config(
                                shop,
                                config -> config.getAsJsonObject("text_config")
                                        .add("rope_scaling", JsonParser.parseString("{\"type\": \"linear\"}")))),
                new ErrorSituation(
                        "config option of a wrong type",
                        shop -> config(
                                shop,
                                config -> config.getAsJsonObject("text_config").addProperty("hidden_size", "big"))),
                new ErrorSituation(
                        "missing preprocessor_config.json", shop -> without(shop, "preprocessor_config.json")),
                new ErrorSituation("missing tokenizer.json", shop -> without(shop, "tokenizer.json")),
                new ErrorSituation("broken tokenizer.json", shop -> {
                    ErrorWorkshop.truncate(shop.modelFile("tokenizer.json"), 0.5);
                    return shop.runExperiment();
                }),
                new ErrorSituation("missing weights", shop -> without(shop, "model.safetensors")),
                new ErrorSituation("pickle weights", shop -> {
                    shop.removeFromModel("model.safetensors");
                    shop.write("model/pytorch_model.bin", "");
                    return shop.runExperiment();
                }),
                new ErrorSituation("missing tensor", shop -> header(shop, header -> header.remove(NORM))),
                new ErrorSituation(
                        "wrong tensor shape",
                        shop -> header(shop, header -> {
                            JsonArray shape = header.getAsJsonObject(NORM).getAsJsonArray("shape");
                            shape.set(0, JsonParser.parseString("48"));
                            shape.add(2);
                        })),
                new ErrorSituation("truncated weights", shop -> {
                    ErrorWorkshop.truncate(shop.modelFile("model.safetensors"), 0.5);
                    return shop.runExperiment();
                }),
                new ErrorSituation("lying header: length", shop -> {
                    Path file = shop.modelFile("model.safetensors");
                    byte[] bytes = Files.readAllBytes(file);
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
                    Files.write(file, bytes);
                    return shop.runExperiment();
                }),
                new ErrorSituation(
                        "lying header: overlapping tensors", shop -> header(shop, header -> offsets(header, 0, 192))),
                new ErrorSituation(
                        "lying header: bytes that are not there",
                        shop -> header(shop, header -> offsets(header, 1L << 40, (1L << 40) + 192))),
                new ErrorSituation("truncated shard", shop -> {
                    ErrorWorkshop.truncate(shop.shard(), 0.5);
                    return shop.runExperiment();
                }),
                new ErrorSituation("missing shard", shop -> {
                    Files.delete(shop.shard());
                    return shop.runExperiment();
                }),
                new ErrorSituation("shards without their index", shop -> {
                    shop.shard();
                    shop.removeFromModel("model.safetensors.index.json");
                    return shop.runExperiment();
                }),
                new ErrorSituation(
                        "unknown template", shop -> shop.runExperiment("--set", "backbone.template=vicunna")),
                new ErrorSituation(
                        "device not present", shop -> shop.runExperiment("--set", "backbone.device=\"cuda:9999\"")),
                new ErrorSituation(
                        "number format not on this device",
                        shop -> shop.runExperiment("--set", "backbone.dtype=float16")),
                new ErrorSituation("unknown backbone of a command", shop -> new String[] {
                    "answer", "--model", shop.at("model").toString(), "--use", "hugging-fase", "what ?"
                }));
    }

    private static String[] without(ErrorWorkshop shop, String file) throws IOException {
        shop.removeFromModel(file);
        return shop.runExperiment();
    }

    private static String[] config(ErrorWorkshop shop, Consumer<JsonObject> change) throws IOException {
        shop.modelJson("config.json", change);
        return shop.runExperiment();
    }

    private static String[] header(ErrorWorkshop shop, Consumer<JsonObject> change) throws IOException {
        shop.weightsHeader(change);
        return shop.runExperiment();
    }

    private static void offsets(JsonObject header, long from, long to) {
        JsonArray offsets = new JsonArray();
        offsets.add(from);
        offsets.add(to);
        header.getAsJsonObject(NORM).add("data_offsets", offsets);
    }
}
