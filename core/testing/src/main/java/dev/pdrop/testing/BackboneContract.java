// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static dev.pdrop.testing.BackboneBench.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link dev.pdrop.spi.Backbone} promises; {@link BackboneCaptureContract} is the part about captures.
 *
 * <p>Implement it in a test class and open a small model in float32.
 */
public interface BackboneContract extends BackboneCaptureContract {

    /**
     * The position ids that a prompt should have when some of its visual tokens are left and text was appended, axis by
     * axis. The default is one axis, on which rows are counted.
     *
     * @param visualIndices those that are left, ascending
     * @param appended rows of text behind the prompt
     */
    default int[][] numbered(Prompt prompt, int[] visualIndices, PositionPolicy policy, int appended) {
        int[] visual = prompt.layout().visualRows();
        IntStream text = IntStream.range(0, prompt.length() + appended)
                .filter(row -> IntStream.of(visual).noneMatch(each -> each == row));
        int[] staying = IntStream.concat(text, IntStream.of(visualIndices).map(index -> visual[index]))
                .sorted()
                .toArray();
        return new int[][] {
            policy == PositionPolicy.ORIGINAL
                    ? staying
                    : IntStream.range(0, staying.length).toArray()
        };
    }

    /** A prompt answers alike in a batch and alone, also after a drop. */
    @Test
    default void answersABatchLikeEachPromptAlone() {
        withBench(bench -> {
            List<Prompt> batch = bench.batch();
            try (DecoderState together = bench.at(1, batch, NONE)) {
                float[][] logits = bench.finish(together);
                for (int example = 0; example < batch.size(); example++) {
                    try (DecoderState alone = bench.at(1, batch.subList(example, example + 1), NONE)) {
                        assertClose("example " + example, bench.finish(alone)[0], logits[example]);
                    }
                }
            }
        });
    }

    /** Different tokens dropped in each example of a batch are the tokens dropped in each alone. */
    @Test
    default void dropsInABatchLikeInEachPromptAlone() {
        onEachBoundary((bench, layer, policy) -> {
            List<Prompt> batch = bench.batch();
            int next = bench.one(0).ids()[bench.one(0).length() - 1];
            try (DecoderState together = bench.at(layer, batch, NONE);
                    DecoderState halved = bench.halve(together, policy)) {
                float[][] logits = bench.finish(halved, next);
                for (int example = 0; example < batch.size(); example++) {
                    int[][] kept = {BackboneBench.half(together).kept(example)};
                    try (DecoderState alone = bench.at(layer, batch.subList(example, example + 1), NONE);
                            DecoderState left = bench.backbone().retain(alone, new Retention(kept), policy)) {
                        assertClose("example " + example, bench.finish(left, next)[0], logits[example]);
                    }
                }
            }
        });
    }

    /** Text appended at any boundary, at once or piece by piece, is the same as a longer prompt. */
    @Test
    default void appendingEqualsALongerPrompt() {
        withBench(bench -> {
            Prompt prompt = bench.one(0);
            int[] tail = BackboneBench.last(prompt, 2);
            try (DecoderState whole = bench.start(List.of(prompt))) {
                float[] expected = bench.finish(whole)[0];
                for (int layer = 0; layer <= bench.layers(); layer++) {
                    try (DecoderState shorter = bench.at(layer, List.of(BackboneBench.without(prompt, 2)), NONE);
                            DecoderState atOnce = bench.append(shorter, tail);
                            DecoderState first = bench.append(shorter, tail[0]);
                            DecoderState second = bench.append(first, tail[1])) {
                        assertThat(atOnce.tokens()).isEqualTo(prompt.length());
                        assertThat(atOnce.positionAxes(0))
                                .isDeepEqualTo(whole.positionAxes(0))
                                .isDeepEqualTo(second.positionAxes(0));
                        assertClose("appended at layer " + layer, bench.finish(atOnce)[0], expected);
                        assertClose("one by one at layer " + layer, bench.finish(second)[0], expected);
                    }
                }
            }
        });
    }

    /** Appending and dropping at a boundary may be done in either order. */
    @Test
    default void appendingAndDroppingCommute() {
        onEachBoundary((bench, layer, policy) -> {
            int[] tail = BackboneBench.last(bench.one(1), 2);
            try (DecoderState state = bench.at(layer, List.of(bench.twoImages()), NONE);
                    DecoderState dropped = bench.halve(state, policy);
                    DecoderState droppedFirst = bench.append(dropped, tail);
                    DecoderState appended = bench.append(state, tail);
                    DecoderState appendedFirst = bench.halve(appended, policy)) {
                assertThat(droppedFirst.positionAxes(0)).isDeepEqualTo(appendedFirst.positionAxes(0));
                assertClose("logits", bench.finish(droppedFirst, tail)[0], bench.finish(appendedFirst, tail)[0]);
            }
        });
    }

    /** Keeping everything changes nothing, to the bit, before and after a drop. */
    @Test
    default void keepingEverythingChangesNothing() {
        onEachBoundary((bench, layer, policy) -> {
            int[] tail = BackboneBench.last(bench.one(1), 1);
            try (DecoderState full = bench.at(layer, bench.batch(), NONE);
                    DecoderState dropped = bench.halve(full, PositionPolicy.ORIGINAL)) {
                for (DecoderState state : List.of(full, dropped)) {
                    try (DecoderState kept = bench.backbone().retain(state, BackboneBench.everything(state), policy)) {
                        assertThat(kept.positionAxes(0)).isDeepEqualTo(state.positionAxes(0));
                        assertThat(bench.finish(kept)).isDeepEqualTo(bench.finish(state));
                        assertThat(bench.finish(kept, tail)).isDeepEqualTo(bench.finish(state, tail));
                    }
                }
            }
        });
    }

    /** A representative becomes the weighted sum of what is mixed into it; every other row stays as it is. */
    @Test
    default void mixesIntoRepresentativesAndNothingElse() {
        onEachBoundary((bench, layer, policy) -> {
            Capture rows = Capture.of(layer, Capture.Kind.HIDDEN, Queries.Named.ALL);
            if (!bench.backbone().supports(rows)) {
                return;
            }
            try (DecoderState state = bench.at(layer, bench.batch(), NONE);
                    DecoderState merged = bench.backbone().retain(state, BackboneBench.pairs(state), policy);
                    DecoderState dropped = bench.halve(state, policy)) {
                float[][][] before = bench.rows(state, rows);
                float[][][] after = bench.rows(merged, rows);
                for (int example = 0; example < state.batch(); example++) {
                    int[] from = state.visualRows(example);
                    int[] to = merged.visualRows(example);
                    float[][] expected = bench.rows(dropped, rows)[example];
                    Mixture mixture = BackboneBench.pairs(state).mixture(example);
                    for (int i = 0; i < to.length; i++) {
                        expected[to[i]] = BackboneBench.mixed(before[example], from, mixture, i);
                    }
                    for (int row = 0; row < expected.length; row++) {
                        Closeness.assertClose("row " + row, after[example][row], expected[row], 1e-6);
                    }
                }
                assertThat(merged.positionAxes(0)).isDeepEqualTo(dropped.positionAxes(0));
                assertThat(merged.visualIndices(0)).isEqualTo(dropped.visualIndices(0));
                assertThat(bench.finish(merged)).isNotEqualTo(bench.finish(dropped));
            }
        });
    }

    /** Where every token stays, mixing changes rows and neither their number nor their positions. */
    @Test
    default void mixesWhereEverythingStays() {
        onEachBoundary((bench, layer, policy) -> {
            try (DecoderState full = bench.at(layer, bench.batch(), NONE);
                    DecoderState state = bench.halve(full, PositionPolicy.ORIGINAL)) {
                int[] all = IntStream.range(0, state.visualTokens()).toArray();
                int[][] sources = IntStream.of(all)
                        .mapToObj(place -> place == 0 ? new int[] {0, 1} : new int[] {place})
                        .toArray(int[][]::new);
                float[][] weights = IntStream.of(all)
                        .mapToObj(place -> place == 0 ? new float[] {0.5f, 0.5f} : new float[] {1})
                        .toArray(float[][]::new);
                Mixture mixture = new Mixture(all, sources, weights);
                try (DecoderState mixed = bench.backbone()
                        .retain(state, new Retention(Collections.nCopies(state.batch(), mixture)), policy)) {
                    assertThat(mixed.tokens()).isEqualTo(state.tokens());
                    assertThat(mixed.positionAxes(0)).isDeepEqualTo(state.positionAxes(0));
                    assertThat(bench.finish(mixed)).isNotEqualTo(bench.finish(state));
                }
            }
        });
    }

    /** What is mixed in a batch is what is mixed in each example alone. */
    @Test
    default void mixesInABatchLikeInEachPromptAlone() {
        onEachBoundary((bench, layer, policy) -> {
            List<Prompt> batch = bench.batch();
            try (DecoderState together = bench.at(layer, batch, NONE);
                    DecoderState merged = bench.backbone().retain(together, BackboneBench.pairs(together), policy)) {
                float[][] logits = bench.finish(merged);
                for (int example = 0; example < batch.size(); example++) {
                    Retention own =
                            new Retention(List.of(BackboneBench.pairs(together).mixture(example)));
                    try (DecoderState alone = bench.at(layer, batch.subList(example, example + 1), NONE);
                            DecoderState one = bench.backbone().retain(alone, own, policy)) {
                        assertClose("example " + example, bench.finish(one)[0], logits[example]);
                    }
                }
            }
        });
    }

    /** Captures follow the representatives, with the values that were taken before anything was mixed. */
    @Test
    default void capturesFollowTheRepresentatives() {
        onEachBoundary((bench, layer, policy) -> {
            Set<Capture> captures = bench.captures(layer, Queries.Named.ALL);
            try (DecoderState state = bench.at(layer, bench.batch(), captures);
                    DecoderState merged = bench.backbone().retain(state, BackboneBench.pairs(state), policy);
                    DecoderState dropped = bench.halve(state, policy)) {
                assertThat(merged.captures()).isEqualTo(captures);
                captures.forEach(capture -> assertThat(merged.captured(capture).toFloatArray())
                        .as(capture.toString())
                        .isEqualTo(dropped.captured(capture).toFloatArray()));
            }
        });
    }

    /** A drop takes visual tokens only; layers that have run keep what they cached. */
    @Test
    default void dropsVisualTokensAndNothingElse() {
        onEachBoundary((bench, layer, policy) -> {
            Prompt prompt = bench.twoImages();
            int[] tail = BackboneBench.last(prompt, 1);
            int visual = prompt.layout().visualTokens();
            int left = visual / 2;
            int tokens = prompt.length() - visual + left;
            try (DecoderState state = bench.at(layer, List.of(prompt), NONE);
                    DecoderState halved = bench.halve(state, policy);
                    DecoderState longer = bench.append(halved, tail);
                    DecoderState end = bench.backbone().advance(longer, bench.layers(), NONE)) {
                assertThat(state.visualRows(0)).isEqualTo(prompt.layout().visualRows());
                assertThat(halved.visualTokens()).isEqualTo(left);
                assertThat(halved.tokens()).isEqualTo(tokens);
                assertThat(halved.visualIndices(0))
                        .isEqualTo(BackboneBench.half(state).kept(0));
                assertThat(halved.visualRows(0)).isEqualTo(rowsLeft(prompt, halved.visualIndices(0)));
                assertThat(longer.tokens()).isEqualTo(tokens + 1);
                for (int k = 0; k < bench.layers(); k++) {
                    assertThat(end.keyValueTokens(k)).isEqualTo(1 + (k < layer ? prompt.length() : tokens));
                }
                assertThat(bench.finish(state)[0]).isNotEqualTo(bench.finish(halved)[0]);
            }
        });
    }

    /** Text may follow chosen examples, in any order and again and again: each goes on as it does alone. */
    @Test
    default void goesOnFromChosenExamples() {
        onEachBoundary((bench, layer, policy) -> {
            List<Prompt> batch = bench.batch();
            int[] tail = BackboneBench.last(batch.get(0), 2);
            int[] chosen = {batch.size() - 1, 0, batch.size() - 1};
            try (DecoderState state = bench.at(layer, batch, NONE);
                    DecoderState halved = bench.halve(state, policy);
                    DecoderState all = bench.append(halved, tail);
                    DecoderState some = bench.backbone().append(halved, chosen, List.of(tail, tail, tail))) {
                float[][] expected = bench.finish(all);
                float[][] actual = bench.finish(some);
                assertThat(some.batch()).isEqualTo(chosen.length);
                for (int i = 0; i < chosen.length; i++) {
                    assertThat(some.prompts().get(i)).isEqualTo(batch.get(chosen[i]));
                    assertThat(some.visualIndices(i)).isEqualTo(halved.visualIndices(chosen[i]));
                    assertThat(some.positionAxes(i)).isDeepEqualTo(all.positionAxes(chosen[i]));
                    assertClose("example " + chosen[i] + " at " + layer, actual[i], expected[chosen[i]]);
                }
                assertThat(actual[0]).isNotEqualTo(actual[1]);
            }
        });
    }

    /** The position at which appended text goes on is told before. */
    @Test
    default void tellsTheNextPosition() {
        onEachBoundary((bench, layer, policy) -> {
            try (DecoderState state = bench.at(layer, bench.batch(), NONE);
                    DecoderState halved = bench.halve(state, policy);
                    DecoderState longer = bench.append(halved, BackboneBench.last(bench.one(0), 1))) {
                for (int example = 0; example < state.batch(); example++) {
                    int next = halved.nextPosition(example);
                    for (int[] positions : longer.positionAxes(example)) {
                        assertThat(next).isEqualTo(positions[positions.length - 1]);
                    }
                    assertThat(longer.nextPosition(example)).isEqualTo(next + 1);
                }
            }
        });
    }

    /** Original ids keep gaps; contiguous ones are renumbered; both go on where they stopped. */
    @Test
    default void numbersPositionsAsThePolicySays() {
        onEachBoundary((bench, layer, policy) -> {
            Prompt prompt = bench.twoImages();
            try (DecoderState state = bench.at(layer, List.of(prompt), NONE);
                    DecoderState halved = bench.halve(state, policy);
                    DecoderState longer = bench.append(halved, BackboneBench.last(prompt, 2))) {
                int[][] expected = numbered(prompt, halved.visualIndices(0), policy, 2);
                assertThat(longer.positionAxes(0)).isDeepEqualTo(expected);
            }
        });
    }

    /** Each state has handles of its own: whichever is closed, the others go on as if nothing had happened. */
    @Test
    default void closesStatesInAnyOrder() {
        for (int[] order : new int[][] {{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {2, 5, 0, 3, 1, 4}}) {
            withBench(bench -> {
                List<Prompt> batch = bench.batch();
                DecoderState start = bench.start(batch);
                DecoderState same = bench.backbone().advance(start, 0, NONE);
                DecoderState middle = bench.backbone().advance(same, 1, NONE);
                DecoderState kept =
                        bench.backbone().retain(middle, BackboneBench.everything(middle), PositionPolicy.ORIGINAL);
                DecoderState halved = bench.halve(kept, PositionPolicy.CONTIGUOUS);
                DecoderState longer = bench.append(halved, BackboneBench.last(batch.get(0), 1));
                List<DecoderState> states = List.of(start, same, middle, kept, halved, longer);
                List<float[][]> expected = states.stream().map(bench::finish).toList();
                for (int closed = 0; closed < order.length; closed++) {
                    for (int i = closed; i < order.length; i++) {
                        assertThat(bench.finish(states.get(order[i]))).isDeepEqualTo(expected.get(order[i]));
                    }
                    states.get(order[closed]).close();
                    states.get(order[closed]).close();
                }
            });
        }
    }

    /** No visual token at all is fine: dropped, or never there. */
    @Test
    default void goesOnWithoutVisualTokens() {
        withBench(bench -> {
            try (DecoderState state = bench.at(1, bench.batch(), NONE);
                    DecoderState none = bench.backbone()
                            .retain(state, new Retention(new int[state.batch()][0]), PositionPolicy.CONTIGUOUS);
                    DecoderState text = bench.start(List.of(bench.noImage()))) {
                assertThat(none.visualTokens()).isZero();
                assertThat(none.visualIndices(0)).isEmpty();
                assertFinite(bench.finish(none));
                assertThat(text.visualTokens()).isZero();
                assertFinite(bench.finish(text));
            }
        });
    }

    /** Each image is looked at, in its own place. */
    @Test
    default void looksAtEachImage() {
        withBench(bench -> {
            Prompt prompt = bench.twoImages();
            List<Image> swapped =
                    List.of(prompt.images().get(1), prompt.images().get(0));
            Prompt other = new Prompt(
                    prompt.ids(), prompt.layout().spans(), prompt.visualTokens(), swapped, prompt.unknownWords());
            assertThat(prompt.layout().spans()).hasSizeGreaterThanOrEqualTo(2);
            try (DecoderState state = bench.start(List.of(prompt));
                    DecoderState changed = bench.start(List.of(other))) {
                assertThat(bench.finish(changed)[0]).isNotEqualTo(bench.finish(state)[0]);
            }
        });
    }

    /** The same image twice is encoded once. */
    @Test
    default void encodesAnImageOnce() {
        withBench(bench -> {
            Image image = Pictures.noise(3);
            try (VisualFeatures features = bench.backbone().encode(List.of(image, image), NONE)) {
                assertThat(features.images()).containsExactly(image);
                assertThat(features.of(image).getShape().get(1))
                        .isEqualTo(bench.backbone().geometry().hiddenSize());
                assertThatThrownBy(() -> features.of(Pictures.noise(3))).isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    /** A placeholder without an image, or an image without a placeholder, is an error of the user. */
    @Test
    default void refusesImagesWithoutAPlace() {
        withBench(bench -> {
            Conversation missing = Conversation.raw("<image> " + questions().get(0), List.of());
            Conversation tooMany = Conversation.raw(questions().get(0), List.of(Pictures.noise(1)));
            for (Conversation conversation : List.of(missing, tooMany)) {
                assertThatThrownBy(() -> bench.backbone().prompt(conversation))
                        .isInstanceOf(InvalidDataException.class);
            }
        });
    }

    /** Once everything is closed, nothing is left. */
    @Test
    default void leaksNoHandles() {
        withBench(bench -> {
            HandleLeaks leaks = HandleLeaks.watch(bench.root(bench.one(0)));
            int[] tail = BackboneBench.last(bench.one(0), 1);
            try (DecoderState state = bench.at(1, bench.batch(), bench.captures(0, Queries.Named.ALL));
                    DecoderState halved = bench.halve(state, PositionPolicy.CONTIGUOUS)) {
                bench.finish(halved, tail);
            }
            leaks.assertNone();
        });
    }

    private static int[] rowsLeft(Prompt prompt, int[] visualIndices) {
        int[] all = prompt.layout().visualRows();
        // Before the i-th token left, as many rows are gone as there are visual tokens before it that are not left.
        return IntStream.range(0, visualIndices.length)
                .map(i -> all[visualIndices[i]] - (visualIndices[i] - i))
                .toArray();
    }

    private static void assertFinite(float[][] logits) {
        for (float[] row : logits) {
            for (float logit : row) {
                assertThat(logit).isFinite();
            }
        }
    }

    private void onEachBoundary(OnBoundary test) {
        withBench(bench -> {
            for (int layer : bench.boundaries()) {
                for (PositionPolicy policy : PositionPolicy.values()) {
                    test.accept(bench, layer, policy);
                }
            }
        });
    }

    private void assertClose(String what, float[] actual, float[] expected) {
        Closeness.assertClose(what, actual, expected, tolerance());
    }

    private void withBench(Consumer<BackboneBench> test) {
        try (BackboneBench bench = new BackboneBench(open(), questions())) {
            test.accept(bench);
        }
    }

    /** A test at a boundary. */
    @FunctionalInterface
    interface OnBoundary {
        /** Tests. */
        void accept(BackboneBench bench, int layer, PositionPolicy policy);
    }
}
