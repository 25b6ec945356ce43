// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.spi.TrainableBackbone;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeightLoaderTest {

    /* Numbers that every format holds exactly. */
    private static final float[] NUMBERS = {0, 1, -2, 0.5f, 96, -0.015625f};

    private Kernels kernels;
    private Checkpoint checkpoint;

    @BeforeAll
    void writeEachFormat(@TempDir Path folder) throws IOException {
        kernels = Kernels.load(Device.cpu());
        Map<String, Stored> tensors = new LinkedHashMap<>();
        tensors.put("float32", Safetensors.floats(NUMBERS, 2L, 3L));
        // A tensor of one odd byte puts everything behind it out of step.
        tensors.put("odd", new Stored("U8", List.of(1L), ByteBuffer.allocate(1)));
        tensors.put("misaligned", Safetensors.floats(NUMBERS, 2L, 3L));
        tensors.put("bfloat16", new Stored("BF16", List.of(2L, 3L), bfloat16()));
        tensors.put("float16", new Stored("F16", List.of(2L, 3L), float16()));
        Safetensors.write(folder.resolve("model.safetensors"), tensors);
        checkpoint = Checkpoint.open(folder);
    }

    @AfterAll
    void close() {
        kernels.close();
    }

    private static ByteBuffer bfloat16() {
        ByteBuffer bytes = Safetensors.little(NUMBERS.length * 2);
        for (float number : NUMBERS) {
            bytes.putShort((short) (Float.floatToIntBits(number) >>> 16));
        }
        return bytes.flip();
    }

    /* Sign, five bits of exponent with bias 15, ten of fraction. */
    private static ByteBuffer float16() {
        int[] halves = {0x0000, 0x3c00, 0xc000, 0x3800, 0x5600, 0xa400};
        ByteBuffer bytes = Safetensors.little(halves.length * 2);
        for (int half : halves) {
            bytes.putShort((short) half);
        }
        return bytes.flip();
    }

    @Test
    void readsEveryFormatIntoEveryFormatOfACpu() {
        for (NumberFormat format : List.of(NumberFormat.FLOAT32, NumberFormat.BFLOAT16)) {
            for (String name : List.of("float32", "misaligned", "bfloat16", "float16")) {
                // Chunks of four numbers: the second one is not full.
                WeightLoader loader = new WeightLoader(checkpoint, kernels, format, 4);
                assertThat(numbers(loader.load(name, 2, 3)))
                        .as("%s as %s", name, format)
                        .isEqualTo(NUMBERS);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TrainableBackbone.StoredFormat.class)
    void readsBackWhatTheWriterWrote(TrainableBackbone.StoredFormat format, @TempDir Path other) {
        // A buffer of eight bytes is emptied between the numbers of one tensor.
        new CheckpointWriter(format, 8)
                .write(
                        other.resolve("model.safetensors"),
                        List.of(new NamedTensor("w", List.of(2L, 3L), () -> NUMBERS)));

        WeightLoader loader = new WeightLoader(Checkpoint.open(other), kernels, NumberFormat.FLOAT32);

        assertThat(numbers(loader.load("w", 2, 3))).isEqualTo(NUMBERS);
    }

    @Test
    void stacksTensorsInTheGivenOrder() {
        WeightLoader loader = new WeightLoader(checkpoint, kernels, NumberFormat.FLOAT32, 4);
        try (Tensor stacked = loader.stacked(List.of("float16", "float32"), List.of(2, 2), 3)) {
            assertThat(stacked.array().getShape().getShape()).containsExactly(4, 3);
            assertThat(stacked.array().get("2:").toFloatArray()).isEqualTo(NUMBERS);
        }
    }

    @Test
    void mapsFloat32WithoutACopyAndKeepsItReadable() {
        Tensor tensor = new WeightLoader(checkpoint, kernels, NumberFormat.FLOAT32).load("float32", 2, 3);
        System.gc();
        assertThat(numbers(tensor)).isEqualTo(NUMBERS);
    }

    private float[] numbers(Tensor tensor) {
        try (tensor;
                Tensor wide = new RowKernels(kernels).widened(tensor)) {
            return wide.array().toFloatArray();
        }
    }
}
