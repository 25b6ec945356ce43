// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.weights.WeightPlace;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Capture.Kind;
import dev.pdrop.spi.Capture.Rotation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every decoder and probe kernel against plain loops. */
class DecoderTwinTest {

    private static final int[] IDS = {3, 1, 4, 1, 5, 9, 2, 6};

    @ParameterizedTest
    @CsvSource({"4, false, LOADED", "2, true, LOADED", "1, false, LOADED", "4, false, MAPPED", "2, true, MAPPED"})
    void runsAndProbesLikePlainLoops(int keyValueHeads, boolean biases, WeightPlace place, @TempDir Path folder)
            throws IOException {
        try (TinyDecoder tiny = TinyDecoder.make(folder, keyValueHeads, biases, NumberFormat.FLOAT32, place);
                DecoderState start = tiny.decoder().embed(List.of(text(IDS)), List.of())) {
            NaiveDecoder naive = tiny.naive(IntStream.range(0, IDS.length).toArray());
            double[][] rows = naive.embed(IDS);
            for (int number = 0; number < tiny.config().layers(); number++) {
                NaiveDecoder.Layer layer = naive.layer(number, rows);
                Set<Capture> captures = captures(number);
                // Once at the boundary, once on the way through the layer.
                for (int to : new int[] {number, number + 1}) {
                    try (DecoderState state = tiny.decoder().advance(start, to, captures)) {
                        captures.forEach(capture -> assertCaptured(state, capture, naive, layer));
                    }
                }
                rows = layer.output;
            }
            assertLogits(tiny, start, naive.logits(rows));
        }
    }

    @Test
    void runsInBfloat16NearlyAlike(@TempDir Path folder) throws IOException {
        try (TinyDecoder tiny = TinyDecoder.make(folder, 2, true, NumberFormat.BFLOAT16);
                DecoderState start = tiny.decoder().embed(List.of(text(IDS)), List.of());
                DecoderState captured = tiny.decoder().advance(start, 2, captures(1))) {
            NaiveDecoder naive = tiny.naive(IntStream.range(0, IDS.length).toArray());
            NaiveDecoder.Layer first = naive.layer(0, naive.embed(IDS));
            NaiveDecoder.Layer second = naive.layer(1, first.output);
            Capture hidden = Capture.of(1, Kind.HIDDEN, Queries.Named.ALL);
            assertClose(captured.captured(hidden), flat(new double[][][] {second.input}), 0.03);
            Capture attention = Capture.of(1, Kind.ATTENTION, Queries.Named.ALL);
            assertClose(captured.captured(attention), flat(expected(attention, naive, second)), 0.1);
        }
    }

    @Test
    void givesLogitsOfFloat32PrecisionInBfloat16(@TempDir Path folder) throws IOException {
        try (TinyDecoder tiny = TinyDecoder.make(folder, 2, true, NumberFormat.BFLOAT16);
                DecoderState start = tiny.decoder().embed(List.of(text(IDS)), List.of());
                DecoderState end = tiny.decoder().advance(start, tiny.config().layers(), Set.of())) {
            NaiveDecoder naive = tiny.naive(IntStream.range(0, IDS.length).toArray());
            double[][] rows = naive.embed(IDS);
            for (int number = 0; number < tiny.config().layers(); number++) {
                rows = naive.layer(number, rows).output;
            }
            float[] actual = tiny.decoder().logits(end).row(0);
            double[] expected = naive.logits(rows);
            double magnitude = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            int finer = 0;
            for (int token = 0; token < expected.length; token++) {
                assertThat(Math.abs(actual[token] - expected[token]) / magnitude)
                        .isLessThan(0.05);
                // A bfloat16 number widened to float32 has zeros in its lower half.
                finer += (Float.floatToRawIntBits(actual[token]) & 0xffff) == 0 ? 0 : 1;
            }
            assertThat(finer).isGreaterThan(expected.length / 2);
        }
    }

    private static Prompt text(int[] ids) {
        return new Prompt(ids, List.of(), List.of(), List.of(), List.of());
    }

    private static Set<Capture> captures(int layer) {
        Set<Capture> captures = new HashSet<>();
        for (Kind kind : Kind.values()) {
            for (Queries queries : List.of(Queries.Named.ALL, new Queries.Rows(List.of(2, 5)))) {
                if (kind != Kind.PIXELS) {
                    captures.add(Capture.of(layer, kind, queries));
                    captures.add(Capture.of(layer, kind, queries).rotated(Rotation.NONE));
                }
            }
        }
        return captures;
    }

    private static void assertCaptured(
            DecoderState state, Capture capture, NaiveDecoder naive, NaiveDecoder.Layer layer) {
        double[][][] all = expected(capture, naive, layer);
        double[][][] chosen = capture.queries() instanceof Queries.Rows rows
                ? Arrays.stream(all)
                        .map(head -> rows.rows().stream().map(row -> head[row]).toArray(double[][]::new))
                        .toArray(double[][][]::new)
                : all;
        NDArray actual = state.captured(capture);
        assertThat(actual.getShape().get(actual.getShape().dimension() - 2)).isEqualTo(chosen[0].length);
        assertClose(actual, flat(chosen), 1e-5);
    }

    private static double[][][] expected(Capture capture, NaiveDecoder naive, NaiveDecoder.Layer layer) {
        boolean rotated = capture.rotation() == Rotation.POST;
        double[][][] queries = rotated ? layer.rotatedQueries : layer.queries;
        double[][][] keys = rotated ? layer.rotatedKeys : layer.keys;
        return switch (capture.kind()) {
            case HIDDEN -> new double[][][] {layer.input};
            case QUERY -> queries;
            case KEY -> keys;
            case VALUE -> layer.values;
            case SCORES -> naive.scores(queries, keys);
            case ATTENTION -> NaiveDecoder.softmax(naive.scores(queries, keys));
            case PIXELS -> throw new IllegalArgumentException();
        };
    }

    private static void assertLogits(TinyDecoder tiny, DecoderState start, double[] expected) {
        try (DecoderState end = tiny.decoder().advance(start, tiny.config().layers(), Set.of())) {
            float[] actual = tiny.decoder().logits(end).row(0);
            for (int token = 0; token < expected.length; token++) {
                assertThat((double) actual[token])
                        .isCloseTo(expected[token], org.assertj.core.data.Offset.offset(2e-5));
            }
        }
    }

    private static double[] flat(double[][][] values) {
        return Arrays.stream(values)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static void assertClose(NDArray array, double[] expected, double tolerance) {
        float[] actual = array.toFloatArray();
        assertThat(actual).hasSize(expected.length);
        double magnitude = Arrays.stream(expected)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
        for (int i = 0; i < actual.length; i++) {
            if (Double.isInfinite(expected[i])) {
                assertThat(actual[i]).isEqualTo(Float.NEGATIVE_INFINITY);
            } else {
                assertThat(Math.abs(actual[i] - expected[i]) / magnitude).isLessThan(tolerance);
            }
        }
    }
}
