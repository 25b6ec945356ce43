// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.HuggingFaceBackboneFactory.Config;
import dev.pdrop.backbones.kernels.DecoderKernels;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.LoadKernels;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone.StoredFormat;
import dev.pdrop.spi.VisualFeatures;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrices that stay in their files give what matrices in memory give. */
class MappedWeightsTest {

    /* So wide that two rows are all that is widened at once: the last piece of each part is not full. */
    private static final int WIDTH = 1_100_000;

    private static final int[] ROWS = {5, 3};

    @ParameterizedTest
    @EnumSource(StoredFormat.class)
    void aMatrixIsWidenedPieceByPieceAndPartByPart(StoredFormat format, @TempDir Path folder) {
        float[][] parts = {random(1, ROWS[0] * WIDTH), random(2, ROWS[1] * WIDTH)};
        new CheckpointWriter(format)
                .write(
                        folder.resolve("model.safetensors"),
                        List.of(
                                new NamedTensor("upper", List.of((long) ROWS[0], (long) WIDTH), () -> parts[0]),
                                new NamedTensor("lower", List.of((long) ROWS[1], (long) WIDTH), () -> parts[1])));
        try (Kernels kernels = Kernels.load(Device.cpu())) {
            WeightLoader loader = new WeightLoader(Checkpoint.open(folder), kernels, NumberFormat.FLOAT32);
            Tensor loaded = loader.stacked(List.of("upper", "lower"), List.of(ROWS[0], ROWS[1]), WIDTH);
            Map<String, Tensor> mapped = new LinkedHashMap<>();
            mapped.put("head.mapped.0", loader.mapped("upper", ROWS[0], WIDTH));
            mapped.put("head.mapped.1", loader.mapped("lower", ROWS[1], WIDTH));

            float[] expected = logits(kernels, Map.of("head.weight", loaded));
            float[] actual = logits(kernels, mapped);

            assertThat(actual).hasSize(8);
            for (int row = 0; row < expected.length; row++) {
                assertThat(actual[row]).isCloseTo(expected[row], within(0.5f));
            }
            assertThat(actual).doesNotHaveDuplicates();
        }
    }

    private static float[] logits(Kernels kernels, Map<String, Tensor> head) {
        Map<String, Tensor> all = new LinkedHashMap<>(head);
        float[] ones = new float[WIDTH];
        Arrays.fill(ones, 1);
        all.put("final_norm.weight", kernels.floats(ones, WIDTH));
        all.put("epsilon", new LoadKernels(kernels).scalar(1e-5));
        TensorMap weights = kernels.map(all);
        try (Tensor rows = kernels.floats(random(3, WIDTH), 1, 1, WIDTH);
                Tensor logits = new DecoderKernels(kernels).logits(rows, weights)) {
            return logits.array().toFloatArray();
        }
    }

    private static float[] random(long seed, int count) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    /** One is stored in float32, one in bfloat16 with an output that shares the word embeddings. */
    @ParameterizedTest
    @ValueSource(strings = {"llava_gqa", "qwen2_vl"})
    void aCheckpointAnswersAlikeWhereverItsMatricesAre(String model) {
        float[] loaded = answered(model, WeightPlace.LOADED);
        float[] mapped = answered(model, WeightPlace.MAPPED);

        double largest = 0;
        for (float logit : loaded) {
            largest = Math.max(largest, Math.abs(logit));
        }
        assertThat(largest).isPositive();
        for (int token = 0; token < loaded.length; token++) {
            assertThat((double) mapped[token]).isCloseTo(loaded[token], within(1e-5 * largest));
        }
    }

    private static float[] answered(String model, WeightPlace place) {
        Path folder = Path.of("../methods/src/test/resources/parity/models", model);
        byte[] rgb = new byte[3 * 64 * 64];
        new Random(5).nextBytes(rgb);
        Image image = Image.of("noise", 64, 64, rgb);
        try (Backbone backbone = new HuggingFaceBackboneFactory()
                .create(new Config(folder, "cpu", NumberFormat.FLOAT32, place, "plain"))) {
            Prompt prompt = backbone.prompt(Conversation.raw(Conversation.IMAGE + " x y z q", List.of(image)));
            try (VisualFeatures features = backbone.encode(prompt.images(), Set.of());
                    DecoderState start = backbone.embed(List.of(prompt), features);
                    DecoderState end =
                            backbone.advance(start, backbone.geometry().layers(), Set.of())) {
                return backbone.logits(end).row(0);
            }
        }
    }
}
