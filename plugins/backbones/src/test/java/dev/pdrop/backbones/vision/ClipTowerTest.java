// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.vision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.VisionKernels.Activation;
import dev.pdrop.backbones.weights.Checkpoint;
import dev.pdrop.backbones.weights.Safetensors;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.backbones.weights.WeightLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipTowerTest {

    @ParameterizedTest
    @CsvSource({"QUICK_GELU, false, 2", "GELU, true, 1", "QUICK_GELU, true, 0"})
    void runsLikePlainLoops(Activation activation, boolean keepsClass, int layers, @TempDir Path folder)
            throws IOException {
        ClipConfig config = new ClipConfig(12, 4, 3, 8, 20, 2, layers, 1e-5, activation, keepsClass);
        Map<String, Stored> weights = random(config);
        Safetensors.write(folder.resolve("model.safetensors"), weights);
        float[] pixels = Safetensors.random(new Random(3), 1, 3L, 12L, 12L).floats();
        try (Kernels kernels = Kernels.load(Device.cpu())) {
            WeightLoader loader = new WeightLoader(Checkpoint.open(folder), kernels, NumberFormat.FLOAT32);
            ClipTower tower = ClipTower.load(loader, kernels, config, "");
            try (Tensor input = kernels.floats(pixels, 1, 3, 12, 12);
                    Tensor output = tower.run(input)) {
                float[] actual = output.array().toFloatArray();
                double[][] expected = new NaiveClip(config, weights).run(pixels);
                assertThat(output.array().getShape().getShape())
                        .containsExactly(1, config.visualTokens(), config.hiddenSize());
                for (int i = 0; i < actual.length; i++) {
                    assertThat((double) actual[i])
                            .isCloseTo(expected[i / 8][i % 8], org.assertj.core.data.Offset.offset(1e-5));
                }
            }
        }
    }

    private static Map<String, Stored> random(ClipConfig config) {
        Random random = new Random(5);
        long width = config.hiddenSize();
        long inner = config.feedForwardSize();
        long patch = config.patchSize();
        Map<String, Stored> weights = new LinkedHashMap<>();
        weights.put("embeddings.class_embedding", Safetensors.random(random, 1, width));
        weights.put(
                "embeddings.patch_embedding.weight",
                Safetensors.random(random, 0.3, width, (long) config.channels(), patch, patch));
        weights.put(
                "embeddings.position_embedding.weight", Safetensors.random(random, 0.5, (long) config.rows(), width));
        linear(weights, random, "pre_layrnorm", width);
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "encoder.layers." + layer + ".";
            linear(weights, random, prefix + "layer_norm1", width);
            linear(weights, random, prefix + "layer_norm2", width);
            linear(weights, random, prefix + "self_attn.q_proj", width, width);
            linear(weights, random, prefix + "self_attn.k_proj", width, width);
            linear(weights, random, prefix + "self_attn.v_proj", width, width);
            linear(weights, random, prefix + "self_attn.out_proj", width, width);
            linear(weights, random, prefix + "mlp.fc1", inner, width);
            linear(weights, random, prefix + "mlp.fc2", width, inner);
        }
        return weights;
    }

    private static void linear(Map<String, Stored> weights, Random random, String name, Long... shape) {
        weights.put(name + ".weight", Safetensors.random(random, 0.5, shape));
        weights.put(name + ".bias", Safetensors.random(random, 0.3, shape[0]));
    }
}
