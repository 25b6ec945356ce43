// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.testing.Fuzz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers of weights are believed in nothing: what they say wrong must neither kill the process nor be loaded. */
final class CheckpointFuzzTest {

    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\u0000",
            "null",
            "0",
            "-1",
            "4",
            "1e3",
            "2147483648",
            "4611686018427387904",
            "9223372036854775807",
            "99999999999999999999",
            "F32",
            "F64",
            "BF16",
            "BOOL",
            "dtype",
            "shape",
            "data_offsets",
            "__metadata__",
            "\0\0\0\0",
            "\u007f");

    @TempDir
    private Path folder;

    @Test
    void everyBrokenFileIsReadOrRefused() throws IOException {
        assertReadOrRefused("weights", List.of(example()), input -> input);
    }

    /** Where the stated length is right, what the header itself says is looked at. */
    @Test
    void everyBrokenHeaderIsReadOrRefused() throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(example()).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[Math.toIntExact(whole.getLong())];
        whole.get(header);
        byte[] numbers = new byte[whole.remaining()];
        whole.get(numbers);
        assertReadOrRefused(
                "weights-header",
                List.of(header),
                input -> ByteBuffer.allocate(Long.BYTES + input.length + numbers.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(input.length)
                        .put(input)
                        .put(numbers)
                        .array());
    }

    private void assertReadOrRefused(String name, List<byte[]> corpus, UnaryOperator<byte[]> packing) {
        try (Kernels kernels = Kernels.load(Device.cpu())) {
            Fuzz.Outcome outcome = new Fuzz(name, corpus, Fuzz.bytes(WORDS)).feed(500, input -> {
                Path file = Files.write(folder.resolve("model.safetensors"), packing.apply(input));
                load(
                        SafetensorsHeader.read(file),
                        new WeightLoader(Checkpoint.open(folder), kernels, NumberFormat.FLOAT32));
            });

            assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
            assertThat(kernels.liveTensors()).isZero();
        }
    }

    @Test
    void everyBrokenIndexIsReadOrRefused() throws IOException {
        Files.write(folder.resolve("a.safetensors"), example());
        String index =
                "{\"metadata\": {\"total_size\": 40}, \"weight_map\": {\"float32\": \"a.safetensors\", \"bfloat16\":"
                        + " \"a.safetensors\"}}";
        Fuzz.Outcome outcome = Fuzz.ofTexts("index", List.of(index), WORDS).feed(300, input -> {
            Files.write(folder.resolve("model.safetensors.index.json"), input);
            Checkpoint.open(folder);
        });

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }

    private static void load(Map<String, StoredTensor> stored, WeightLoader loader) {
        stored.forEach((name, tensor) -> {
            if (tensor.format().isWeight()) {
                long[] shape =
                        tensor.shape().stream().mapToLong(Long::longValue).toArray();
                try (Tensor loaded = loader.load(name, shape)) {
                    assertThat(loaded.array().getShape().getShape()).isEqualTo(shape);
                }
            }
        });
    }

    private byte[] example() throws IOException {
        Path file = folder.resolve("example.safetensors");
        Map<String, Stored> tensors = new LinkedHashMap<>();
        tensors.put("float32", Safetensors.floats(new float[] {1, 2, 3, 4, 5, 6}, 2L, 3L));
        tensors.put("bytes", new Stored("U8", List.of(3L), ByteBuffer.allocate(3)));
        tensors.put("misaligned", Safetensors.floats(new float[] {1, 2}, 2L));
        tensors.put("bfloat16", new Stored("BF16", List.of(2L, 2L), ByteBuffer.allocate(8)));
        tensors.put("float16", new Stored("F16", List.of(4L), ByteBuffer.allocate(8)));
        tensors.put("scalar", Safetensors.floats(new float[] {1}));
        tensors.put("empty", Safetensors.floats(new float[0], 0L, 5L));
        Safetensors.write(file, tensors);
        return Files.readAllBytes(file);
    }
}
