// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.ForwardingBackbone;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A backbone that does one thing wrong fails the test that is about it. */
final class BrokenBackbonesTest {

    private static final Capture KEYS = Capture.of(0, Capture.Kind.KEY, Queries.Named.ALL);

    @ParameterizedTest
    @MethodSource
    void failsItsContract(Supplier<Backbone> broken, Consumer<BackboneContract> test) {
        BackboneContract contract = broken::get;
        assertThatThrownBy(() -> test.accept(contract))
                .isInstanceOfAny(AssertionError.class, IllegalStateException.class);
    }

    static Stream<Arguments> failsItsContract() {
        return Stream.of(
                broken("keeps gaps", OtherPolicy::new, BackboneContract::numbersPositionsAsThePolicySays),
                broken("drops others", DropsOthers::new, BackboneContract::dropsVisualTokensAndNothingElse),
                broken("mixes examples", MixesExamples::new, BackboneContract::dropsInABatchLikeInEachPromptAlone),
                broken(
                        "drops instead of merging",
                        DropsInsteadOfMerging::new,
                        BackboneContract::mixesIntoRepresentativesAndNothingElse),
                broken(
                        "merges nothing where all stay",
                        DropsInsteadOfMerging::new,
                        BackboneContract::mixesWhereEverythingStays),
                broken("appends twice", AppendsTwice::new, BackboneContract::appendingEqualsALongerPrompt),
                broken("goes on from the first", FollowsTheFirst::new, BackboneContract::goesOnFromChosenExamples),
                broken("shares handles", SharesHandles::new, BackboneContract::closesStatesInAnyOrder),
                broken("captures all", CapturesAll::new, BackboneContract::carriesExactlyWhatIsDeclared),
                broken("leaks", Leaks::new, BackboneContract::leaksNoHandles),
                broken("sees one image", SeesOneImage::new, BackboneContract::looksAtEachImage),
                broken("answers the first", AnswersTheFirst::new, BackboneContract::answersABatchLikeEachPromptAlone));
    }

    @Test
    void theWrapperLetsARightBackboneThrough() {
        BackboneContract contract = () -> new AssertingBackbone(new ToyBackbone());
        contract.answersABatchLikeEachPromptAlone();
        contract.appendingEqualsALongerPrompt();
        contract.dropsInABatchLikeInEachPromptAlone();
        contract.carriesExactlyWhatIsDeclared();
        contract.goesOnWithoutVisualTokens();
    }

    @Test
    void theWrapperNamesWhatIsBroken() {
        assertThatThrownBy(() -> drop(new DropsOthers())).hasMessageContaining("visual tokens [1] left, not [0]");
        assertThatThrownBy(() -> append(new AppendsTwice())).hasMessageContaining("16 tokens, not 15");
        assertThatThrownBy(() -> advance(new CapturesAll())).hasMessageContaining("captures [Capture");
        assertThatThrownBy(() -> advance(new AssertingBackbone(new ToyBackbone()), 3))
                .hasMessageContaining("advancing from layer 0 to 3 of 2");
    }

    @Test
    void theWrapperRefusesAClosedBackbone() {
        AssertingBackbone backbone = new AssertingBackbone(new ToyBackbone());
        backbone.close();
        assertThatThrownBy(() -> backbone.prompt(Conversation.raw("what ?", List.of())))
                .hasMessageContaining("using a closed backbone");
    }

    private static void drop(Backbone broken) {
        try (AssertingBackbone backbone = new AssertingBackbone(broken);
                DecoderState state = start(backbone)) {
            backbone.retain(state, new Retention(new int[][] {{0}}), PositionPolicy.ORIGINAL);
        }
    }

    private static void append(Backbone broken) {
        try (AssertingBackbone backbone = new AssertingBackbone(broken);
                DecoderState state = start(backbone)) {
            backbone.append(state, List.of(new int[] {5}));
        }
    }

    private static void advance(Backbone broken) {
        try (AssertingBackbone backbone = new AssertingBackbone(broken)) {
            advance(backbone, 1);
        }
    }

    private static void advance(AssertingBackbone backbone, int layer) {
        try (DecoderState state = start(backbone)) {
            assertThat(state.tokens()).isEqualTo(14);
            backbone.advance(state, layer, Set.of());
        }
    }

    private static DecoderState start(Backbone backbone) {
        Prompt prompt = backbone.prompt(Conversation.raw("<image> what is this thing ?", List.of(Pictures.noise(1))));
        try (VisualFeatures features = backbone.encode(prompt.images(), Set.of())) {
            return backbone.embed(List.of(prompt), features);
        }
    }

    private static Arguments broken(String what, Supplier<Backbone> backbone, Consumer<BackboneContract> test) {
        return Arguments.of(Named.of(what, backbone), Named.of("contract", test));
    }

    private static class Broken extends ForwardingBackbone {
        Broken() {
            super(new ToyBackbone());
        }
    }

    private static final class OtherPolicy extends Broken {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            return super.retain(state, kept, PositionPolicy.ORIGINAL);
        }
    }

    private static final class DropsInsteadOfMerging extends Broken {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            int[][] places =
                    IntStream.range(0, kept.batch()).mapToObj(kept::kept).toArray(int[][]::new);
            return super.retain(state, new Retention(places), positions);
        }
    }

    private static final class DropsOthers extends Broken {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            int[][] others = new int[kept.batch()][];
            java.util.Arrays.setAll(
                    others,
                    example -> IntStream.of(kept.kept(example))
                            .map(place -> (place + 1) % state.visualTokens())
                            .sorted()
                            .toArray());
            return super.retain(state, new Retention(others), positions);
        }
    }

    private static final class MixesExamples extends Broken {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            int[][] same = new int[kept.batch()][];
            java.util.Arrays.fill(same, kept.kept(0));
            return super.retain(state, new Retention(same), positions);
        }
    }

    private static final class AppendsTwice extends Broken {
        @Override
        public DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
            try (DecoderState once = super.append(state, examples, tokens)) {
                return super.append(once, IntStream.range(0, once.batch()).toArray(), tokens);
            }
        }
    }

    private static final class FollowsTheFirst extends Broken {
        @Override
        public DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
            return super.append(state, new int[examples.length], tokens);
        }
    }

    private static final class SharesHandles extends Broken {
        @Override
        public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
            return layer == state.layer() ? state : super.advance(state, layer, captures);
        }
    }

    private static final class CapturesAll extends Broken {
        @Override
        public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
            Set<Capture> more = new HashSet<>(captures);
            if (state.layer() == 0) {
                more.add(KEYS);
            }
            return super.advance(state, layer, more);
        }
    }

    private static final class Leaks extends Broken {
        @Override
        public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
            super.advance(state, layer, captures);
            return super.advance(state, layer, captures);
        }
    }

    private static final class SeesOneImage extends Broken {
        private final Image only = Pictures.noise(1);

        @Override
        public DecoderState embed(List<Prompt> batch, VisualFeatures features) {
            try (VisualFeatures one = encode(List.of(only), Set.of())) {
                return super.embed(batch.stream().map(this::withOnly).toList(), one);
            }
        }

        private Prompt withOnly(Prompt prompt) {
            List<Image> images = prompt.images().stream().map(each -> only).toList();
            return new Prompt(
                    prompt.ids(), prompt.layout().spans(), prompt.visualTokens(), images, prompt.unknownWords());
        }
    }

    private static final class AnswersTheFirst extends Broken {
        @Override
        public Logits logits(DecoderState state) {
            Logits logits = super.logits(state);
            float[] rows = new float[state.batch() * logits.vocabulary()];
            for (int example = 0; example < state.batch(); example++) {
                System.arraycopy(logits.row(0), 0, rows, example * logits.vocabulary(), logits.vocabulary());
            }
            return new Logits(rows, logits.vocabulary());
        }
    }

    /** Grouped and ungrouped heads, one layer and three, other grids: the contract holds for each. */
    @ParameterizedTest
    @MethodSource
    void toysOfOtherShapesPass(ToyConfig config) {
        BackboneContract contract = () -> new ToyBackbone(config);
        contract.scoresAreQueryTimesKey();
        contract.appendingEqualsALongerPrompt();
        contract.dropsVisualTokensAndNothingElse();
        contract.answersABatchLikeEachPromptAlone();
    }

    static Stream<ToyConfig> toysOfOtherShapesPass() {
        ToyConfig small = ToyConfig.small();
        return Stream.of(
                small.withHeads(4, 4),
                small.withHeads(8, 1),
                small.withGrid(3, 3).withLayers(3),
                small.withGrid(1, 1).withSeed(9));
    }
}
