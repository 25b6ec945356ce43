// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static dev.pdrop.testing.BackboneBench.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Capture.Kind;
import dev.pdrop.spi.Capture.Rotation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Backbone} promises about captures: they are what they are called, they are there exactly if they
 * were declared, and they follow the tokens.
 */
public interface BackboneCaptureContract {

    /** Opens the backbone under test: at least two layers, float32. The contract closes it. */
    Backbone open();

    /** Three questions of as many tokens each, at least three, all of them words the model knows. */
    default List<String> questions() {
        return List.of("what is this ?", "where is it ?", "is it red ?");
    }

    /** The largest difference between two ways to compute the same, in units of the largest magnitude. */
    default double tolerance() {
        return 1e-5;
    }

    /** Captured values have the shape that their kind gives, in float32, batched like each example alone. */
    @Test
    default void capturesTheShapesThatKindsGive() {
        try (BackboneBench bench = bench()) {
            for (Map.Entry<Queries, Integer> queries : counts(bench).entrySet()) {
                Set<Capture> captures = bench.captures(1, queries.getKey());
                try (DecoderState batch = bench.at(1, bench.batch(), captures);
                        DecoderState first = bench.at(1, bench.batch().subList(0, 1), captures)) {
                    assertThat(batch.captures()).isEqualTo(captures);
                    for (Capture capture : captures) {
                        Shape shape = shape(capture.kind(), bench.backbone().geometry(), queries.getValue(), first);
                        assertThat(first.captured(capture).getShape())
                                .as("%s", capture)
                                .isEqualTo(shape);
                        assertThat(first.captured(capture).getDataType()).isEqualTo(DataType.FLOAT32);
                        float[] alone = first.captured(capture).toFloatArray();
                        float[] together = batch.captured(capture).get(0).toFloatArray();
                        Closeness.assertClose(capture.toString(), together, alone, tolerance());
                    }
                }
            }
        }
    }

    /** Scores are query times key over the root of the head size, causal; attention is their softmax. */
    @Test
    default void scoresAreQueryTimesKey() {
        try (BackboneBench bench = bench()) {
            Geometry geometry = bench.backbone().geometry();
            for (Rotation rotation : Rotation.values()) {
                Capture scores = Capture.of(1, Kind.SCORES, Queries.Named.ALL).rotated(rotation);
                Capture attention =
                        Capture.of(1, Kind.ATTENTION, Queries.Named.ALL).rotated(rotation);
                Capture query = Capture.of(1, Kind.QUERY, Queries.Named.ALL).rotated(rotation);
                Capture key = Capture.of(1, Kind.KEY, Queries.Named.ALL).rotated(rotation);
                Set<Capture> all = Set.of(scores, attention, query, key);
                if (!all.stream().allMatch(bench.backbone()::supports)) {
                    continue;
                }
                try (DecoderState state = bench.at(1, List.of(bench.twoImages()), all)) {
                    int tokens = state.tokens();
                    float[] expected = causal(
                            state.captured(query).toFloatArray(),
                            state.captured(key).toFloatArray(),
                            geometry,
                            tokens);
                    Closeness.assertClose(
                            scores.toString(), state.captured(scores).toFloatArray(), expected, tolerance());
                    Closeness.assertClose(
                            attention.toString(),
                            state.captured(attention).toFloatArray(),
                            softmax(expected, tokens),
                            tolerance());
                }
            }
        }
    }

    /** Chosen queries are rows of all queries. */
    @Test
    default void takesTheRowsThatAreNamed() {
        try (BackboneBench bench = bench()) {
            Prompt prompt = bench.twoImages();
            Capture all = Capture.of(1, Kind.HIDDEN, Queries.Named.ALL);
            int length = prompt.length();
            int behind = prompt.layout()
                    .spans()
                    .get(prompt.layout().spans().size() - 1)
                    .end();
            int first = prompt.layout().spans().get(0).start();
            int before = prompt.layout().spans().get(1).start() - 1;
            Map<Queries, int[]> rows = Map.of(
                    Queries.Named.LAST_PROMPT_TOKEN,
                    new int[] {length - 1},
                    Queries.Named.TEXT_AFTER_IMAGE,
                    IntStream.range(behind, length).toArray(),
                    Queries.Named.FROM_IMAGE,
                    IntStream.range(first, length).toArray(),
                    new Queries.Rows(List.of(before, length - 2)),
                    new int[] {before, length - 2});
            for (Map.Entry<Queries, int[]> chosen : rows.entrySet()) {
                Capture capture = Capture.of(1, Kind.HIDDEN, chosen.getKey());
                if (bench.backbone().supports(capture) && bench.backbone().supports(all)) {
                    try (DecoderState state = bench.at(1, List.of(prompt), Set.of(all, capture))) {
                        int width = bench.backbone().geometry().hiddenSize();
                        float[] expected =
                                pick(state.captured(all).toFloatArray(), 1, length, width, chosen.getValue());
                        Closeness.assertClose(
                                capture.toString(), state.captured(capture).toFloatArray(), expected, 0);
                    }
                }
            }
        }
    }

    /** Declared ones are handed on, undeclared ones are left behind, later ones wait, missed ones are an error. */
    @Test
    default void carriesExactlyWhatIsDeclared() {
        try (BackboneBench bench = bench()) {
            Backbone backbone = bench.backbone();
            int last = bench.layers() - 1;
            Capture early = Capture.of(0, Kind.HIDDEN, Queries.Named.LAST_PROMPT_TOKEN);
            Capture here = Capture.of(1, Kind.HIDDEN, Queries.Named.LAST_PROMPT_TOKEN);
            Capture late = Capture.of(last, Kind.HIDDEN, Queries.Named.ALL);
            try (DecoderState start = bench.start(bench.batch());
                    DecoderState first = backbone.advance(start, 0, Set.of(early, late));
                    DecoderState second = backbone.advance(first, 1, Set.of(early, here));
                    DecoderState third = backbone.advance(second, bench.layers(), Set.of(here, late));
                    DecoderState none = backbone.advance(third, bench.layers(), NONE)) {
                assertThat(start.captures()).isEmpty();
                assertThat(first.captures()).isEqualTo(last == 0 ? Set.of(early, late) : Set.of(early));
                assertThat(second.captures()).containsExactlyInAnyOrder(early, here);
                assertThat(second.captured(early).toFloatArray())
                        .isEqualTo(first.captured(early).toFloatArray());
                assertThat(third.captures()).containsExactlyInAnyOrder(here, late);
                assertThat(none.captures()).isEmpty();
                assertThatThrownBy(() -> backbone.advance(second, 1, Set.of(late, early.rotated(Rotation.NONE))))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> second.captured(late)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** Token columns, and rows that were all rows, follow the tokens that stay; others stay as they were. */
    @Test
    default void capturesFollowTheTokens() {
        try (BackboneBench bench = bench()) {
            for (Queries queries : List.of(Queries.Named.ALL, Queries.Named.LAST_PROMPT_TOKEN)) {
                Set<Capture> captures = bench.captures(1, queries);
                try (DecoderState state = bench.at(1, List.of(bench.twoImages()), captures);
                        DecoderState halved = bench.halve(state, PositionPolicy.CONTIGUOUS)) {
                    assertThat(halved.captures()).isEqualTo(captures);
                    int[] staying = staying(state, halved);
                    for (Capture capture : captures) {
                        float[] expected = followed(capture, state, staying);
                        Closeness.assertClose(
                                capture.toString(), halved.captured(capture).toFloatArray(), expected, 0);
                    }
                }
            }
        }
    }

    /** A longer sequence has other captures: what was captured is not carried, and can be taken anew. */
    @Test
    default void takesCapturesOfALongerSequenceAnew() {
        try (BackboneBench bench = bench()) {
            Prompt prompt = bench.one(0);
            for (Queries queries : Queries.Named.values()) {
                Set<Capture> captures = bench.captures(1, queries);
                try (DecoderState whole = bench.at(1, List.of(prompt), captures);
                        DecoderState shorter = bench.at(1, List.of(BackboneBench.without(prompt, 2)), captures);
                        DecoderState longer = bench.append(shorter, BackboneBench.last(prompt, 2));
                        DecoderState anew = bench.backbone().advance(longer, 1, captures)) {
                    assertThat(longer.captures()).isEmpty();
                    for (Capture capture : captures) {
                        Closeness.assertClose(
                                capture.toString(),
                                anew.captured(capture).toFloatArray(),
                                whole.captured(capture).toFloatArray(),
                                tolerance());
                    }
                }
            }
        }
    }

    private BackboneBench bench() {
        return new BackboneBench(open(), questions());
    }

    private static Map<Queries, Integer> counts(BackboneBench bench) {
        Prompt prompt = bench.one(0);
        int length = prompt.length();
        List<ImageSpan> spans = prompt.layout().spans();
        return Map.of(
                Queries.Named.ALL,
                length,
                Queries.Named.LAST_PROMPT_TOKEN,
                1,
                Queries.Named.FROM_IMAGE,
                length - spans.get(0).start(),
                Queries.Named.TEXT_AFTER_IMAGE,
                length - spans.get(spans.size() - 1).end(),
                new Queries.Rows(List.of(length - 3, length - 1)),
                2);
    }

    private static Shape shape(Kind kind, Geometry geometry, int queries, DecoderState state) {
        return switch (kind) {
            case HIDDEN -> new Shape(1, queries, geometry.hiddenSize());
            case QUERY -> new Shape(1, geometry.heads(), queries, geometry.headSize());
            case KEY, VALUE -> new Shape(1, geometry.keyValueHeads(), queries, geometry.headSize());
            case SCORES, ATTENTION -> new Shape(1, geometry.heads(), queries, state.tokens());
            case PIXELS -> throw new IllegalArgumentException("no decoder capture");
        };
    }

    private static float[] causal(float[] queries, float[] keys, Geometry geometry, int tokens) {
        int size = geometry.headSize();
        int group = geometry.heads() / geometry.keyValueHeads();
        float[] scores = new float[geometry.heads() * tokens * tokens];
        for (int i = 0; i < scores.length; i++) {
            int head = i / (tokens * tokens);
            int row = i / tokens % tokens;
            int column = i % tokens;
            double sum = 0;
            for (int j = 0; j < size; j++) {
                sum += (double) queries[(head * tokens + row) * size + j]
                        * keys[(head / group * tokens + column) * size + j];
            }
            scores[i] = column > row ? Float.NEGATIVE_INFINITY : (float) (sum / Math.sqrt(size));
        }
        return scores;
    }

    private static float[] softmax(float[] scores, int columns) {
        float[] weights = new float[scores.length];
        for (int row = 0; row < scores.length; row += columns) {
            double sum = 0;
            for (int i = row; i < row + columns; i++) {
                sum += Math.exp(scores[i]);
            }
            for (int i = row; i < row + columns; i++) {
                weights[i] = (float) (Math.exp(scores[i]) / sum);
            }
        }
        return weights;
    }

    /** Chosen entries of the middle axis of (outer, size, inner). */
    private static float[] pick(float[] values, int outer, int size, int inner, int[] entries) {
        float[] picked = new float[outer * entries.length * inner];
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < entries.length; j++) {
                System.arraycopy(
                        values, (i * size + entries[j]) * inner, picked, (i * entries.length + j) * inner, inner);
            }
        }
        return picked;
    }

    private static float[] followed(Capture capture, DecoderState state, int[] staying) {
        float[] values = state.captured(capture).toFloatArray();
        Shape shape = state.captured(capture).getShape();
        int rowAxis = capture.kind() == Kind.HIDDEN ? 1 : 2;
        int rows = (int) shape.get(rowAxis);
        int inner = (int) shape.get(rowAxis + 1);
        int outer = values.length / (rows * inner);
        if (capture.queries() == Queries.Named.ALL) {
            values = pick(values, outer, rows, inner, staying);
            rows = staying.length;
        }
        return capture.hasTokenColumns() ? pick(values, outer * rows, inner, 1, staying) : values;
    }

    /** The rows that were not dropped between two states of one example. */
    private static int[] staying(DecoderState before, DecoderState after) {
        int[] visual = before.visualRows(0);
        int[] left = after.visualIndices(0);
        return IntStream.range(0, before.tokens())
                .filter(row -> {
                    int place = java.util.Arrays.binarySearch(visual, row);
                    return place < 0 || java.util.Arrays.binarySearch(left, before.visualIndices(0)[place]) >= 0;
                })
                .toArray();
    }
}
