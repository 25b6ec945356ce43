// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.Pictures;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What enters layer 0 of a LLaVA is the mean of what the projector gave. */
class AveragePoolOnModelsTest {

    private static final Capture ROWS = Capture.of(0, Capture.Kind.HIDDEN, Queries.Named.ALL);

    @ParameterizedTest
    @CsvSource({
        "../../experiments/models/glyph-llava, 12, 5, 5",
        "../../experiments/models/glyph-llava, 12, 5, 6",
        "../../experiments/models/glyph-llava, 12, 4, 4",
        "src/test/resources/parity/models/llava_gqa, 8, 3, 3",
        "src/test/resources/parity/models/llava_gqa, 8, 1, 1"
    })
    void mergedRowsAreTheMeanOfTheProjectedFeatures(String model, int side, int rows, int columns) {
        HuggingFaceBackboneFactory.Config config =
                new HuggingFaceBackboneFactory.Config(Path.of(model), "cpu", NumberFormat.FLOAT32, "plain");
        List<Image> images = List.of(Pictures.noise(1), Pictures.noise(2));
        try (Backbone backbone = new HuggingFaceBackboneFactory().create(config);
                VisualFeatures features = backbone.encode(images, Set.of())) {
            List<Prompt> prompts = images.stream()
                    .map(image -> backbone.prompt(Conversation.raw("<image> what is this ?", List.of(image))))
                    .toList();
            try (DecoderState start = backbone.embed(prompts, features);
                    DecoderState merged =
                            backbone.retain(start, pooled(backbone, start, rows * columns), PositionPolicy.CONTIGUOUS);
                    DecoderState showing = backbone.advance(merged, 0, Set.of(ROWS))) {
                assertThat(merged.visualTokens()).isEqualTo(rows * columns);
                assertThat(merged.positions(0))
                        .isEqualTo(IntStream.range(0, merged.tokens()).toArray());
                float[] found = showing.captured(ROWS).toFloatArray();
                int width = backbone.geometry().hiddenSize();
                for (int example = 0; example < images.size(); example++) {
                    float[] projected = features.of(images.get(example)).toFloatArray();
                    double[][] means = averaged(projected, side, rows, columns, width);
                    int[] visual = merged.visualRows(example);
                    for (int cell = 0; cell < means.length; cell++) {
                        for (int i = 0; i < width; i++) {
                            int at = (example * merged.tokens() + visual[cell]) * width + i;
                            assertThat((double) found[at])
                                    .isCloseTo(means[cell][i], within(1e-6 * Math.max(1, Math.abs(means[cell][i]))));
                        }
                    }
                }
            }
        }
    }

    private static Retention pooled(Backbone backbone, DecoderState state, int keep) {
        AveragePoolRanker ranker = new AveragePoolRanker();
        assertThat(ranker.needs(Point.decoder(0))).isEmpty();
        try (NDManager scope = backbone.newManager()) {
            RankingContext context = new RankingContext(state, keep, SplittableRandom::new, scope);
            Ranking.Merge merge = (Ranking.Merge) ranker.rank(context);
            List<Mixture> each =
                    IntStream.range(0, merge.batch()).mapToObj(merge::mixture).toList();
            return new Retention(each);
        }
    }

    /** Adaptive average pooling, written down once more. */
    private static double[][] averaged(float[] values, int side, int rows, int columns, int width) {
        double[][] means = new double[rows * columns][width];
        for (int cell = 0; cell < means.length; cell++) {
            int row = cell / columns;
            int column = cell % columns;
            int top = (int) Math.floor((double) row * side / rows);
            int bottom = (int) Math.ceil((row + 1.0) * side / rows);
            int left = (int) Math.floor((double) column * side / columns);
            int right = (int) Math.ceil((column + 1.0) * side / columns);
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    for (int i = 0; i < width; i++) {
                        means[cell][i] += values[(y * side + x) * width + i] / ((bottom - top) * (right - left));
                    }
                }
            }
        }
        return means;
    }
}
