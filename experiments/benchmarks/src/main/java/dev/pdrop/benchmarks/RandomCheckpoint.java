// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.benchmarks;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes a LLaVA folder of random float32 weights, whole or not at all.
 *
 * @param layers decoder layers
 * @param width hidden size
 * @param heads attention heads
 * @param feedForward feed-forward size
 * @param imageSize side of the square that the tower sees, in pixels
 * @param patch side of a patch, in pixels
 */
record RandomCheckpoint(int layers, int width, int heads, int feedForward, int imageSize, int patch) {

    private static final int VOCABULARY = 512;
    private static final int IMAGE_TOKEN = 3;
    private static final int TOWER_WIDTH = 64;
    private static final int TOWER_LAYERS = 2;

    /** A decoder of the proportions of a small LLaVA: 576 visual tokens, a tower that costs next to nothing. */
    static RandomCheckpoint llavaLike() {
        return new RandomCheckpoint(24, 1024, 16, 2816, 336, 14);
    }

    /** Writes the folder unless it is there already. */
    Path in(Path parent) throws IOException {
        Path folder = parent.resolve("random-llava-" + layers + "x" + width);
        if (Files.exists(folder.resolve("config.json"))) {
            return folder;
        }
        Files.createDirectories(folder);
        weights(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer());
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"eos_token\": \"<eos>\", \"bos_token\": \"<bos>\"}");
        Files.writeString(folder.resolve("preprocessor_config.json"), preprocessor());
        Files.writeString(folder.resolve("config.json"), config());
        return folder;
    }

    /** The shape of each tensor by name. */
    private Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        long patches = (long) (imageSize / patch) * (imageSize / patch);
        shapes.put("vision_tower.embeddings.class_embedding", new long[] {TOWER_WIDTH});
        shapes.put("vision_tower.embeddings.patch_embedding.weight", new long[] {TOWER_WIDTH, 3, patch, patch});
        shapes.put("vision_tower.embeddings.position_embedding.weight", new long[] {patches + 1, TOWER_WIDTH});
        norm(shapes, "vision_tower.pre_layrnorm");
        for (int layer = 0; layer < TOWER_LAYERS; layer++) {
            String prefix = "vision_tower.encoder.layers." + layer + ".";
            for (String name : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
                linear(shapes, prefix + "self_attn." + name, TOWER_WIDTH, TOWER_WIDTH);
            }
            norm(shapes, prefix + "layer_norm1");
            linear(shapes, prefix + "mlp.fc1", 2 * TOWER_WIDTH, TOWER_WIDTH);
            linear(shapes, prefix + "mlp.fc2", TOWER_WIDTH, 2 * TOWER_WIDTH);
            norm(shapes, prefix + "layer_norm2");
        }
        norm(shapes, "vision_tower.post_layernorm");
        linear(shapes, "multi_modal_projector.linear_1", width, TOWER_WIDTH);
        linear(shapes, "multi_modal_projector.linear_2", width, width);
        shapes.put("language_model.model.embed_tokens.weight", new long[] {VOCABULARY, width});
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "language_model.model.layers." + layer + ".";
            shapes.put(prefix + "input_layernorm.weight", new long[] {width});
            for (String name : new String[] {"q_proj", "k_proj", "v_proj", "o_proj"}) {
                shapes.put(prefix + "self_attn." + name + ".weight", new long[] {width, width});
            }
            shapes.put(prefix + "post_attention_layernorm.weight", new long[] {width});
            shapes.put(prefix + "mlp.gate_proj.weight", new long[] {feedForward, width});
            shapes.put(prefix + "mlp.up_proj.weight", new long[] {feedForward, width});
            shapes.put(prefix + "mlp.down_proj.weight", new long[] {width, feedForward});
        }
        shapes.put("language_model.model.norm.weight", new long[] {width});
        shapes.put("language_model.lm_head.weight", new long[] {VOCABULARY, width});
        return shapes;
    }

    private static void linear(Map<String, long[]> shapes, String name, long out, long in) {
        shapes.put(name + ".weight", new long[] {out, in});
        shapes.put(name + ".bias", new long[] {out});
    }

    private static void norm(Map<String, long[]> shapes, String name) {
        shapes.put(name + ".weight", new long[] {TOWER_WIDTH});
        shapes.put(name + ".bias", new long[] {TOWER_WIDTH});
    }

    private void weights(Path file) throws IOException {
        Map<String, long[]> shapes = shapes();
        JsonObject header = new JsonObject();
        long offset = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            long end = offset + Float.BYTES * size(tensor.getValue());
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", "F32");
            JsonArray shape = new JsonArray();
            Arrays.stream(tensor.getValue()).forEach(shape::add);
            entry.add("shape", shape);
            JsonArray offsets = new JsonArray();
            offsets.add(offset);
            offsets.add(end);
            entry.add("data_offsets", offsets);
            header.add(tensor.getKey(), entry);
            offset = end;
        }
        String json = new Gson().toJson(header);
        byte[] bytes = (json + " ".repeat((8 - json.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(bytes.length)
                    .flip());
            channel.write(ByteBuffer.wrap(bytes));
            SplittableRandom random = new SplittableRandom(17);
            for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
                boolean scale =
                        tensor.getKey().contains("norm") && tensor.getKey().endsWith("weight");
                fill(channel, size(tensor.getValue()), scale, random);
            }
        }
    }

    private static long size(long[] shape) {
        return Arrays.stream(shape).reduce(1, (left, right) -> left * right);
    }

    /** Uniform of the standard deviation .02 for matrices, 1 for the scale of a norm. */
    private static void fill(FileChannel channel, long count, boolean scale, SplittableRandom random)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        double half = 0.02 * Math.sqrt(3);
        for (long written = 0; written < count; ) {
            buffer.clear();
            while (buffer.hasRemaining() && written < count) {
                buffer.putFloat(scale ? 1f : (float) random.nextDouble(-half, half));
                written++;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    private String config() {
        return """
                {"architectures": ["LlavaForConditionalGeneration"], "model_type": "llava", "image_token_index": %d,
                 "projector_hidden_act": "gelu", "vision_feature_layer": -1, "vision_feature_select_strategy": "default",
                 "text_config": {"model_type": "llama", "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d,
                  "num_attention_heads": %d, "num_key_value_heads": %d, "vocab_size": %d, "rms_norm_eps": 1e-5,
                  "rope_theta": 10000.0, "hidden_act": "silu", "max_position_embeddings": 4096, "eos_token_id": 2},
                 "vision_config": {"model_type": "clip_vision_model", "hidden_size": %d, "intermediate_size": %d,
                  "num_hidden_layers": %d, "num_attention_heads": 2, "image_size": %d, "patch_size": %d,
                  "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5}}
                """.formatted(
                        IMAGE_TOKEN,
                        width,
                        feedForward,
                        layers,
                        heads,
                        heads,
                        VOCABULARY,
                        TOWER_WIDTH,
                        2 * TOWER_WIDTH,
                        TOWER_LAYERS,
                        imageSize,
                        patch);
    }

    private String preprocessor() {
        return """
                {"image_processor_type": "CLIPImageProcessor", "do_resize": true, "size": {"shortest_edge": %d}, "resample": 3,
                 "do_center_crop": true, "crop_size": {"height": %d, "width": %d}, "do_rescale": true,
                 "rescale_factor": 0.00392156862745098, "do_normalize": true, "image_mean": [0.5, 0.5, 0.5],
                 "image_std": [0.5, 0.5, 0.5], "do_convert_rgb": true}
                """.formatted(imageSize, imageSize, imageSize);
    }

    private static String tokenizer() {
        JsonObject vocabulary = new JsonObject();
        String[] special = {"<pad>", "<bos>", "<eos>", "<image>"};
        JsonArray added = new JsonArray();
        for (int id = 0; id < special.length; id++) {
            vocabulary.addProperty(special[id], id);
            JsonObject entry = new JsonObject();
            entry.addProperty("id", id);
            entry.addProperty("content", special[id]);
            for (String flag : new String[] {"single_word", "lstrip", "rstrip", "normalized"}) {
                entry.addProperty(flag, false);
            }
            entry.addProperty("special", true);
            added.add(entry);
        }
        for (int id = special.length; id < VOCABULARY; id++) {
            vocabulary.addProperty("w" + id, id);
        }
        return """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": %s, "normalizer": null,
                 "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null, "decoder": null,
                 "model": {"type": "WordLevel", "unk_token": "<pad>", "vocab": %s}}
                """.formatted(added, vocabulary);
    }
}
