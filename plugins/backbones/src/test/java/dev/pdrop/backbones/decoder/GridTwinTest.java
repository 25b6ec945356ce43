// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Capture.Kind;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Positions on three axes against plain loops: a batch of two pictures of one size in tokens and of different shapes,
 * reduced at a boundary, and eight tokens behind it.
 */
class GridTwinTest {

    private static final int[] WORDS = {3, 1, 0, 0, 0, 0, 0, 0, 4, 5};
    private static final int[] NEXT = {2, 7, 1, 8, 2, 8, 1, 4};
    private static final int FIRST = 2;
    private static final int COUNT = 6;
    private static final int[][] GRIDS = {{2, 3}, {6, 1}};
    private static final int[][] KEPT = {{1, 3}, {0, 4}};

    @TempDir
    private Path folder;

    private final float[][] features = features();

    @ParameterizedTest
    @CsvSource({"0, ORIGINAL", "0, CONTIGUOUS", "1, ORIGINAL", "1, CONTIGUOUS", "2, ORIGINAL", "2, CONTIGUOUS"})
    void decodesBehindADropLikePlainLoops(int layer, PositionPolicy policy) throws Exception {
        try (TinyDecoder tiny = TinyDecoder.onGrids(folder)) {
            DecoderState state = start(tiny);
            state = closing(state, tiny.decoder().advance(state, layer, Set.of()));
            state = closing(state, tiny.decoder().retain(state, new Retention(KEPT), policy));
            for (int example = 0; example < GRIDS.length; example++) {
                assertThat(state.positionAxes(example)).isDeepEqualTo(left(example, policy, 0));
            }
            state = closing(state, tiny.decoder().advance(state, tiny.config().layers(), Set.of()));
            for (int said = 0; said <= NEXT.length; said++) {
                Logits logits = tiny.decoder().logits(state);
                for (int example = 0; example < GRIDS.length; example++) {
                    assertClose(logits.row(example), naive(tiny, example, layer, policy, said));
                }
                if (said < NEXT.length) {
                    int[] word = {NEXT[said]};
                    state = closing(state, tiny.decoder().append(state, new int[] {0, 1}, List.of(word, word)));
                }
            }
            state.close();
            assertThat(tiny.kernels().liveTensors()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void probesAtEveryAxis() throws Exception {
        try (TinyDecoder tiny = TinyDecoder.onGrids(folder);
                DecoderState start = start(tiny)) {
            Queries rows = new Queries.Rows(List.of(1, 8, 9));
            Capture keys = Capture.of(1, Kind.KEY, Queries.Named.ALL);
            Capture queries = Capture.of(1, Kind.QUERY, rows);
            try (DecoderState state = tiny.decoder().advance(start, 1, Set.of(keys, queries))) {
                for (int example = 0; example < GRIDS.length; example++) {
                    NaiveDecoder naive = tiny.naive(whole(example, 0));
                    NaiveDecoder.Layer second = naive.layer(1, naive.layer(0, rows(naive, example, 0)).output);
                    assertClose(
                            part(state.captured(keys).toFloatArray(), example),
                            flat(
                                    second.rotatedKeys,
                                    IntStream.range(0, WORDS.length).toArray()));
                    assertClose(
                            part(state.captured(queries).toFloatArray(), example),
                            flat(second.rotatedQueries, new int[] {1, 8, 9}));
                }
            }
        }
    }

    private DecoderState start(TinyDecoder tiny) {
        List<Tensor> tensors = new ArrayList<>();
        List<Prompt> prompts = new ArrayList<>();
        for (int example = 0; example < GRIDS.length; example++) {
            tensors.add(tiny.kernels()
                    .floats(features[example], COUNT, tiny.config().hiddenSize()));
            prompts.add(prompt(GRIDS[example]));
        }
        DecoderState state = tiny.decoder().embed(prompts, tensors);
        tensors.forEach(Tensor::close);
        return state;
    }

    private static Prompt prompt(int[] grid) {
        Image image = Image.of("dot", 1, 1, new byte[3]);
        List<VisualToken> tokens = IntStream.range(0, COUNT)
                .mapToObj(token -> new VisualToken(0, 0, token / grid[1], token % grid[1]))
                .toList();
        return new Prompt(WORDS, List.of(new ImageSpan(0, FIRST, COUNT)), tokens, List.of(image), List.of());
    }

    /* Layers before the drop over all rows, layers behind it over those that are left; nothing cached. */
    private double[] naive(TinyDecoder tiny, int example, int layer, PositionPolicy policy, int said) {
        NaiveDecoder before = tiny.naive(whole(example, said));
        double[][] rows = rows(before, example, said);
        for (int number = 0; number < layer; number++) {
            rows = before.layer(number, rows).output;
        }
        double[][] all = rows;
        double[][] left =
                Arrays.stream(rowsLeft(example, said)).mapToObj(row -> all[row]).toArray(double[][]::new);
        NaiveDecoder behind = tiny.naive(left(example, policy, said));
        for (int number = layer; number < tiny.config().layers(); number++) {
            left = behind.layer(number, left).output;
        }
        return behind.logits(left);
    }

    private double[][] rows(NaiveDecoder naive, int example, int said) {
        int[] ids = IntStream.concat(Arrays.stream(WORDS), Arrays.stream(NEXT, 0, said))
                .toArray();
        double[][] rows = naive.embed(ids);
        int width = rows[0].length;
        for (int token = 0; token < COUNT; token++) {
            for (int i = 0; i < width; i++) {
                rows[FIRST + token][i] = features[example][token * width + i];
            }
        }
        return rows;
    }

    private static int[] rowsLeft(int example, int said) {
        return IntStream.range(0, WORDS.length + said)
                .filter(row -> row < FIRST
                        || row >= FIRST + COUNT
                        || Arrays.stream(KEPT[example]).anyMatch(token -> FIRST + token == row))
                .toArray();
    }

    /* Of the whole prompt, written down by hand: the picture begins at 2, and text goes on behind its longer side. */
    private static int[][] whole(int example, int said) {
        int[] grid = GRIDS[example];
        int end = FIRST + Math.max(grid[0], grid[1]);
        return axes(WORDS.length + said, row -> {
            int token = row - FIRST;
            return token < 0
                    ? new int[] {row, row, row}
                    : token < COUNT
                            ? new int[] {FIRST, FIRST + token / grid[1], FIRST + token % grid[1]}
                            : new int[] {end + token - COUNT, end + token - COUNT, end + token - COUNT};
        });
    }

    /* The first picture keeps (0, 1) and (1, 0), its largest offset is 1; the second one rows 0 and 4. */
    private static int[][] left(int example, PositionPolicy policy, int said) {
        int[][] whole = whole(example, said);
        int[] rows = rowsLeft(example, said);
        int gone = policy == PositionPolicy.ORIGINAL ? 0 : new int[] {3 - 2, 6 - 5}[example];
        return Arrays.stream(whole)
                .map(axis -> Arrays.stream(rows)
                        .map(row -> axis[row] - (row < FIRST + COUNT ? 0 : gone))
                        .toArray())
                .toArray(int[][]::new);
    }

    private static int[][] axes(int rows, IntFunction<int[]> ids) {
        return IntStream.range(0, 3)
                .mapToObj(axis -> IntStream.range(0, rows)
                        .map(row -> ids.apply(row)[axis])
                        .toArray())
                .toArray(int[][]::new);
    }

    private static float[][] features() {
        Random random = new Random(5);
        float[][] features = new float[GRIDS.length][COUNT * 20];
        for (float[] own : features) {
            for (int i = 0; i < own.length; i++) {
                own[i] = (float) random.nextGaussian();
            }
        }
        return features;
    }

    private static float[] part(float[] values, int example) {
        int each = values.length / GRIDS.length;
        return Arrays.copyOfRange(values, example * each, (example + 1) * each);
    }

    private static double[] flat(double[][][] heads, int[] rows) {
        return Arrays.stream(heads)
                .flatMap(head -> Arrays.stream(rows).mapToObj(row -> head[row]))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(actual).hasSize(expected.length);
        double magnitude = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]) / magnitude).isLessThan(1e-5);
        }
    }

    private static DecoderState closing(DecoderState old, DecoderState replacement) {
        old.close();
        return replacement;
    }
}
