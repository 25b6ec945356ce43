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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes a LLaVA folder of random weights; {@code config.json} comes last and tells that it is whole.
 *
 * @param layers decoder layers
 * @param width hidden size
 * @param heads attention heads
 * @param feedForward feed-forward size
 * @param vocabulary words, at least 4
 * @param tower the vision tower
 * @param numbers what weights are stored as
 */
record RandomCheckpoint(
        int layers, int width, int heads, int feedForward, int vocabulary, Tower tower, Numbers numbers) {

    /** A question in words that its tokenizer knows. */
    static final String QUESTION = "w4 w5 <image> w6 w7 w8 w9 w10 w11 w12 w13 w14 w15 w16 w17 w18 w19";

    private static final int IMAGE_TOKEN = 3;

    /** A file holds so much, as on the hub; a model with more is cut into several. */
    private static final long SHARD = 5_000_000_000L;

    /**
     * A CLIP tower.
     *
     * @param layers of which the last one is not run where {@code last} is -2
     * @param width hidden size
     * @param heads attention heads
     * @param feedForward feed-forward size
     * @param imageSize side of the square that the tower sees, in pixels
     * @param patch side of a patch, in pixels
     * @param last the layer whose output is read, counted from behind
     */
    record Tower(int layers, int width, int heads, int feedForward, int imageSize, int patch, int last) {}

    /** Formats of stored numbers. */
    enum Numbers {
        F32(Float.BYTES) {
            @Override
            void put(float number, ByteBuffer buffer) {
                buffer.putFloat(number);
            }
        },
        BF16(Short.BYTES) {
            @Override
            void put(float number, ByteBuffer buffer) {
                buffer.putShort((short) (Float.floatToRawIntBits(number) >>> Short.SIZE));
            }
        };

        private final int bytes;

        Numbers(int bytes) {
            this.bytes = bytes;
        }

        abstract void put(float number, ByteBuffer buffer);
    }

    /** A decoder of the proportions of a small LLaVA: 576 visual tokens, a tower that costs next to nothing. */
    static RandomCheckpoint llavaLike() {
        return new RandomCheckpoint(24, 1024, 16, 2816, 512, new Tower(2, 64, 2, 128, 336, 14, -1), Numbers.F32);
    }

    /** A decoder of 1.2 billion numbers behind the tower of LLaVA-1.5: 3 GB in bfloat16. */
    static RandomCheckpoint oneBillion() {
        return new RandomCheckpoint(
                16, 2048, 32, 8192, 32064, new Tower(24, 1024, 16, 4096, 336, 14, -2), Numbers.BF16);
    }

    /** The sizes of LLaVA-1.5-7B, as they are published: 14 GB in bfloat16. */
    static RandomCheckpoint sevenBillion() {
        return new RandomCheckpoint(
                32, 4096, 32, 11008, 32064, new Tower(24, 1024, 16, 4096, 336, 14, -2), Numbers.BF16);
    }

    /** Writes the folder unless it is there already. */
    Path in(Path parent) throws IOException {
        Path folder = parent.resolve("random-llava-" + layers + "x" + width + "-" + numbers.name());
        if (Files.exists(folder.resolve("config.json"))) {
            return folder;
        }
        Files.createDirectories(folder);
        weights(folder);
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
        int side = tower.imageSize() / tower.patch();
        shapes.put("vision_tower.embeddings.class_embedding", new long[] {tower.width()});
        shapes.put(
                "vision_tower.embeddings.patch_embedding.weight",
                new long[] {tower.width(), 3, tower.patch(), tower.patch()});
        shapes.put(
                "vision_tower.embeddings.position_embedding.weight",
                new long[] {(long) side * side + 1, tower.width()});
        norm(shapes, "vision_tower.pre_layrnorm");
        for (int layer = 0; layer < tower.layers(); layer++) {
            String prefix = "vision_tower.encoder.layers." + layer + ".";
            for (String name : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
                linear(shapes, prefix + "self_attn." + name, tower.width(), tower.width());
            }
            norm(shapes, prefix + "layer_norm1");
            linear(shapes, prefix + "mlp.fc1", tower.feedForward(), tower.width());
            linear(shapes, prefix + "mlp.fc2", tower.width(), tower.feedForward());
            norm(shapes, prefix + "layer_norm2");
        }
        norm(shapes, "vision_tower.post_layernorm");
        linear(shapes, "multi_modal_projector.linear_1", width, tower.width());
        linear(shapes, "multi_modal_projector.linear_2", width, width);
        shapes.put("language_model.model.embed_tokens.weight", new long[] {vocabulary, width});
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
        shapes.put("language_model.lm_head.weight", new long[] {vocabulary, width});
        return shapes;
    }

    private static void linear(Map<String, long[]> shapes, String name, long out, long in) {
        shapes.put(name + ".weight", new long[] {out, in});
        shapes.put(name + ".bias", new long[] {out});
    }

    private void norm(Map<String, long[]> shapes, String name) {
        shapes.put(name + ".weight", new long[] {tower.width()});
        shapes.put(name + ".bias", new long[] {tower.width()});
    }

    private void weights(Path folder) throws IOException {
        List<Map<String, long[]>> shards = shards();
        SplittableRandom random = new SplittableRandom(17);
        if (shards.size() == 1) {
            write(folder.resolve("model.safetensors"), shards.get(0), random);
            return;
        }
        JsonObject places = new JsonObject();
        long bytes = 0;
        for (int i = 0; i < shards.size(); i++) {
            String file = String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            write(folder.resolve(file), shards.get(i), random);
            for (Map.Entry<String, long[]> tensor : shards.get(i).entrySet()) {
                places.addProperty(tensor.getKey(), file);
                bytes += bytes(tensor.getValue());
            }
        }
        JsonObject size = new JsonObject();
        size.addProperty("total_size", bytes);
        JsonObject index = new JsonObject();
        index.add("metadata", size);
        index.add("weight_map", places);
        Files.writeString(folder.resolve("model.safetensors.index.json"), new Gson().toJson(index));
    }

    private List<Map<String, long[]>> shards() {
        List<Map<String, long[]>> shards = new ArrayList<>(List.of(new LinkedHashMap<>()));
        long filled = 0;
        for (Map.Entry<String, long[]> tensor : shapes().entrySet()) {
            if (filled + bytes(tensor.getValue()) > SHARD) {
                shards.add(new LinkedHashMap<>());
                filled = 0;
            }
            shards.get(shards.size() - 1).put(tensor.getKey(), tensor.getValue());
            filled += bytes(tensor.getValue());
        }
        return shards;
    }

    private long bytes(long[] shape) {
        return numbers.bytes * size(shape);
    }

    private void write(Path file, Map<String, long[]> shapes, SplittableRandom random) throws IOException {
        JsonObject header = new JsonObject();
        long offset = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            long end = offset + bytes(tensor.getValue());
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", numbers.name());
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
    private void fill(FileChannel channel, long count, boolean scale, SplittableRandom random) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        double half = 0.02 * Math.sqrt(3);
        for (long written = 0; written < count; ) {
            buffer.clear();
            while (buffer.hasRemaining() && written < count) {
                numbers.put(scale ? 1f : (float) random.nextDouble(-half, half), buffer);
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
                 "projector_hidden_act": "gelu", "vision_feature_layer": %d, "vision_feature_select_strategy": "default",
                 "text_config": {"model_type": "llama", "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d,
                  "num_attention_heads": %d, "num_key_value_heads": %d, "vocab_size": %d, "rms_norm_eps": 1e-5,
                  "rope_theta": 10000.0, "hidden_act": "silu", "max_position_embeddings": 4096, "eos_token_id": 2},
                 "vision_config": {"model_type": "clip_vision_model", "hidden_size": %d, "intermediate_size": %d,
                  "num_hidden_layers": %d, "num_attention_heads": %d, "image_size": %d, "patch_size": %d,
                  "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5}}
                """.formatted(
                        IMAGE_TOKEN,
                        tower.last(),
                        width,
                        feedForward,
                        layers,
                        heads,
                        heads,
                        vocabulary,
                        tower.width(),
                        tower.feedForward(),
                        tower.layers(),
                        tower.heads(),
                        tower.imageSize(),
                        tower.patch());
    }

    private String preprocessor() {
        return """
                {"image_processor_type": "CLIPImageProcessor", "do_resize": true, "size": {"shortest_edge": %d}, "resample": 3,
                 "do_center_crop": true, "crop_size": {"height": %d, "width": %d}, "do_rescale": true,
                 "rescale_factor": 0.00392156862745098, "do_normalize": true, "image_mean": [0.5, 0.5, 0.5],
                 "image_std": [0.5, 0.5, 0.5], "do_convert_rgb": true}
                """.formatted(tower.imageSize(), tower.imageSize(), tower.imageSize());
    }

    private String tokenizer() {
        JsonObject words = new JsonObject();
        String[] special = {"<pad>", "<bos>", "<eos>", "<image>"};
        JsonArray added = new JsonArray();
        for (int id = 0; id < special.length; id++) {
            words.addProperty(special[id], id);
            JsonObject entry = new JsonObject();
            entry.addProperty("id", id);
            entry.addProperty("content", special[id]);
            for (String flag : new String[] {"single_word", "lstrip", "rstrip", "normalized"}) {
                entry.addProperty(flag, false);
            }
            entry.addProperty("special", true);
            added.add(entry);
        }
        for (int id = special.length; id < vocabulary; id++) {
            words.addProperty("w" + id, id);
        }
        return """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": %s, "normalizer": null,
                 "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null, "decoder": null,
                 "model": {"type": "WordLevel", "unk_token": "<pad>", "vocab": %s}}
                """.formatted(added, words);
    }
}
