// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.backbones.family.ImageFeatures;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Capture.Kind;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds of states whatever the weights, on the tiny checkpoint with grouped queries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlavaStateTest {

    private static final int VISUAL = 64;
    private static final Set<Capture> NONE = Set.of();

    private final List<Image> images = List.of(Models.image("a"), Models.image("b"), Models.image("c"));
    private LlavaBackbone backbone;
    private ImageFeatures features;
    private int layers;

    @BeforeAll
    void open() {
        ParityCase parity = new ParityCase("vanilla_llava_gqa");
        backbone = Models.open(parity.model());
        layers = backbone.geometry().layers();
        features = new ImageFeatures(Set.of(Capture.pixels()));
        Random random = new Random(1);
        for (Image image : images) {
            float[] pixels = parity.pixels();
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] += (float) random.nextGaussian();
            }
            backbone.encode(features, List.of(image), pixels);
        }
    }

    @AfterAll
    void close() {
        features.close();
        backbone.close();
    }

    @Test
    void aBatchIsLikeItsExamplesAlone() {
        List<Prompt> prompts = List.of(prompt(1, 0), prompt(2, 1), prompt(3, 2));
        Retention kept = new Retention(new int[][] {every(2, 0), every(2, 1), every(2, 0)});
        for (PositionPolicy policy : PositionPolicy.values()) {
            Capture capture = Capture.of(2, Kind.ATTENTION, Queries.Named.LAST_PROMPT_TOKEN);
            List<List<Integer>> tokens = new ArrayList<>(List.of(List.of(), List.of(), List.of()));
            try (DecoderState batch = reduced(prompts, kept, policy, capture)) {
                DecoderState state = backbone.append(batch, List.of(new int[] {5}, new int[] {6}, new int[] {7}));
                for (int example = 0; example < 3; example++) {
                    Retention own = new Retention(new int[][] {kept.kept(example)});
                    try (DecoderState alone = reduced(prompts.subList(example, example + 1), own, policy, capture);
                            DecoderState next = backbone.append(alone, List.of(new int[] {5 + example}))) {
                        close(
                                backbone.logits(batch).row(example),
                                backbone.logits(alone).row(0));
                        close(
                                backbone.logits(state).row(example),
                                backbone.logits(next).row(0));
                        tokens.set(example, List.of(backbone.logits(next).argmax(0)));
                        assertThat(batch.positions(example)).isEqualTo(alone.positions(0));
                        assertThat(batch.visualIndices(example)).isEqualTo(alone.visualIndices(0));
                    }
                    assertThat(backbone.logits(state).argmax(example))
                            .isEqualTo(tokens.get(example).get(0));
                }
                state.close();
            }
        }
    }

    private DecoderState reduced(List<Prompt> prompts, Retention kept, PositionPolicy policy, Capture capture) {
        try (DecoderState start = backbone.embed(prompts, features);
                DecoderState middle = backbone.advance(start, 2, Set.of(capture));
                DecoderState dropped = backbone.retain(middle, kept, policy)) {
            return backbone.advance(dropped, layers, NONE);
        }
    }

    @Test
    void textAppendedAtAnyLayerIsLikeALongerPrompt() {
        Prompt whole = prompt(1, 0);
        int[] tail = Arrays.copyOfRange(whole.ids(), whole.length() - 4, whole.length());
        Prompt prefix = new Prompt(
                Arrays.copyOf(whole.ids(), whole.length() - 4),
                whole.layout().spans(),
                whole.visualTokens(),
                whole.images(),
                List.of());
        float[] expected = finish(backbone.embed(List.of(whole), features));
        for (int layer = 0; layer <= layers; layer++) {
            try (DecoderState start = backbone.embed(List.of(prefix), features);
                    DecoderState shared = backbone.advance(start, layer, NONE)) {
                close(finish(backbone.append(shared, List.of(tail))), expected);
                DecoderState piece = backbone.append(shared, List.of(new int[] {tail[0]}));
                for (int i = 1; i < tail.length; i++) {
                    DecoderState longer = backbone.append(piece, List.of(new int[] {tail[i]}));
                    piece.close();
                    piece = longer;
                }
                assertThat(piece.tokens()).isEqualTo(whole.length());
                close(finish(piece), expected);
            }
        }
    }

    @Test
    void keepingEverythingChangesNoBitEvenBehindAProbe() {
        Capture capture = Capture.of(3, Kind.SCORES, Queries.Named.LAST_PROMPT_TOKEN);
        float[] untouched = finish(backbone.embed(List.of(prompt(1, 0)), features));
        for (PositionPolicy policy : PositionPolicy.values()) {
            try (DecoderState start = backbone.embed(List.of(prompt(1, 0)), features);
                    DecoderState probed = backbone.advance(start, 3, Set.of(capture))) {
                Retention all =
                        new Retention(new int[][] {IntStream.range(0, VISUAL).toArray()});
                assertThat(finish(backbone.retain(probed, all, policy))).isEqualTo(untouched);
                assertThat(finish(backbone.advance(probed, 3, NONE))).isEqualTo(untouched);
            }
        }
    }

    @Test
    void keysHandedOnAreLikeKeysProjectedAgain() {
        Retention half = new Retention(new int[][] {every(2, 0)});
        for (Kind kind : List.of(Kind.KEY, Kind.SCORES, Kind.ATTENTION)) {
            for (PositionPolicy policy : PositionPolicy.values()) {
                Capture capture = Capture.of(3, kind, Queries.Named.LAST_PROMPT_TOKEN);
                try (DecoderState start = backbone.embed(List.of(prompt(1, 0)), features);
                        DecoderState probed = backbone.advance(start, 3, Set.of(capture));
                        DecoderState plain = backbone.advance(start, 3, NONE)) {
                    close(finish(backbone.retain(probed, half, policy)), finish(backbone.retain(plain, half, policy)));
                }
            }
        }
    }

    /** A probe's keys are those of rows that mixing replaces. */
    @Test
    void mixingBehindAProbeIsLikeMixingWithoutOne() {
        int[] kept = every(2, 0);
        Mixture pairs = new Mixture(
                kept,
                IntStream.of(kept)
                        .mapToObj(place -> new int[] {place, place + 1})
                        .toArray(int[][]::new),
                IntStream.of(kept).mapToObj(place -> new float[] {.5f, .5f}).toArray(float[][]::new));
        Retention merged = new Retention(List.of(pairs));
        for (PositionPolicy policy : PositionPolicy.values()) {
            Capture capture = Capture.of(3, Kind.KEY, Queries.Named.LAST_PROMPT_TOKEN);
            try (DecoderState start = backbone.embed(List.of(prompt(1, 0)), features);
                    DecoderState probed = backbone.advance(start, 3, Set.of(capture));
                    DecoderState plain = backbone.advance(start, 3, NONE)) {
                assertThat(finish(backbone.retain(probed, merged, policy)))
                        .isEqualTo(finish(backbone.retain(plain, merged, policy)))
                        .isNotEqualTo(finish(backbone.retain(plain, new Retention(new int[][] {kept}), policy)));
            }
        }
    }

    @Test
    void capturesAreTheSameOnTheWayAndAtTheBoundary() {
        for (Queries queries : Queries.Named.values()) {
            Capture capture = Capture.of(2, Kind.ATTENTION, queries);
            try (DecoderState start = backbone.embed(List.of(twoImages(), twoImages()), features);
                    DecoderState at = backbone.advance(start, 2, Set.of(capture));
                    DecoderState behind = backbone.advance(start, 4, Set.of(capture));
                    DecoderState carried = backbone.advance(at, 4, Set.of(capture))) {
                float[] expected = at.captured(capture).toFloatArray();
                close(behind.captured(capture).toFloatArray(), expected);
                assertThat(carried.captured(capture).toFloatArray()).isEqualTo(expected);
            }
        }
    }

    @Test
    void dropsAmongTwoImagesAndWithoutOne() {
        try (DecoderState two = backbone.embed(List.of(twoImages()), features);
                DecoderState middle = backbone.advance(two, 2, NONE);
                DecoderState left =
                        backbone.retain(middle, new Retention(new int[][] {{63, 64}}), PositionPolicy.ORIGINAL)) {
            assertThat(two.visualTokens()).isEqualTo(2 * VISUAL);
            assertThat(left.visualRows(0)).containsExactly(2, 5);
            assertThat(left.positions(0)).containsExactly(0, 1, 65, 66, 67, 68, 132, 133);
            assertThat(finish(backbone.advance(left, 2, NONE))).doesNotContain(Float.NaN);
        }
        Prompt text = new Prompt(new int[] {1, 7, 8}, List.of(), List.of(), List.of(), List.of());
        try (VisualFeatures nothing = backbone.noFeatures();
                DecoderState start = backbone.embed(List.of(text), nothing);
                DecoderState same = backbone.retain(start, new Retention(new int[1][0]), PositionPolicy.CONTIGUOUS)) {
            assertThat(finish(backbone.advance(same, 0, NONE))).isEqualTo(finish(backbone.advance(start, 0, NONE)));
        }
    }

    @Test
    void eachImageStandsInItsOwnPlace() {
        Prompt prompt = twoImages();
        Prompt swapped = new Prompt(
                prompt.ids(),
                prompt.layout().spans(),
                prompt.visualTokens(),
                List.of(images.get(1), images.get(0)),
                List.of());
        assertThat(finish(backbone.embed(List.of(prompt), features)))
                .isNotEqualTo(finish(backbone.embed(List.of(swapped), features)));
    }

    @Test
    void nothingIsLeftOnceEverythingIsClosed() {
        int before = backbone.liveTensors();
        for (int round = 0; round < 20; round++) {
            Set<Capture> captures = Set.of(
                    Capture.of(1, Kind.ATTENTION, Queries.Named.ALL),
                    Capture.of(2, Kind.SCORES, Queries.Named.LAST_PROMPT_TOKEN),
                    Capture.of(2, Kind.HIDDEN, Queries.Named.ALL));
            DecoderState start = backbone.embed(List.of(prompt(1, 0)), features);
            DecoderState probed = backbone.advance(start, 2, captures);
            start.close();
            DecoderState left =
                    backbone.retain(probed, new Retention(new int[][] {every(4, 1)}), PositionPolicy.CONTIGUOUS);
            Models.generate(backbone, backbone.advance(left, layers, NONE), 5);
            assertThatThrownBy(() -> backbone.advance(left, layers, captures(0)))
                    .isInstanceOf(IllegalArgumentException.class);
            probed.close();
            left.close();
            left.close();
        }
        assertThat(backbone.liveTensors()).isEqualTo(before);
    }

    private static Set<Capture> captures(int layer) {
        return Set.of(Capture.of(layer, Kind.HIDDEN, Queries.Named.ALL));
    }

    @Test
    void holdsOneRowOnceAllLayersHaveRun() {
        try (DecoderState start = backbone.embed(List.of(prompt(1, 0)), features);
                DecoderState end = backbone.advance(start, layers, NONE)) {
            assertThat(end.tokens()).isEqualTo(start.tokens());
            assertThatThrownBy(() -> backbone.logits(start)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() ->
                            backbone.retain(end, new Retention(new int[][] {every(2, 0)}), PositionPolicy.ORIGINAL))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> backbone.append(end, List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void handsOutThePixelsThatEnteredTheTower() {
        assertThat(features.captured(images.get(0), Capture.pixels()).getShape().getShape())
                .containsExactly(3, 112, 112);
        assertThatThrownBy(() -> features.of(Models.image("other"))).isInstanceOf(IllegalArgumentException.class);
    }

    /** The logits behind the last layer; closes the state. */
    private float[] finish(DecoderState state) {
        try (state;
                DecoderState end = backbone.advance(state, layers, NONE)) {
            return backbone.logits(end).row(0);
        }
    }

    private static void close(float[] actual, float[] expected) {
        Closeness.assertClose(actual, expected, 1e-5);
    }

    private static int[] every(int step, int first) {
        return IntStream.range(0, VISUAL / step).map(i -> i * step + first).toArray();
    }

    private Prompt prompt(int seed, int image) {
        Random random = new Random(seed);
        int[] ids = random.ints(VISUAL + 10, 5, 300).toArray();
        Arrays.fill(ids, 4, 4 + VISUAL, 318);
        return new Prompt(
                ids, List.of(new ImageSpan(0, 4, VISUAL)), tokens(VISUAL), List.of(images.get(image)), List.of());
    }

    private Prompt twoImages() {
        int[] ids = new Random(9).ints(2 * VISUAL + 6, 5, 300).toArray();
        List<ImageSpan> spans = List.of(new ImageSpan(0, 2, VISUAL), new ImageSpan(1, 4 + VISUAL, VISUAL));
        return new Prompt(ids, spans, tokens(2 * VISUAL), images.subList(0, 2), List.of());
    }

    private static List<VisualToken> tokens(int count) {
        return Collections.nCopies(count, new VisualToken(0, 0, 0, 0));
    }
}
