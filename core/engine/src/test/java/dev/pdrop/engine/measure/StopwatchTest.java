// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.Fakes;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.NamedArm;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.cost.FullConvention;
import dev.pdrop.engine.cost.Workload;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.ForwardingBackbone;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.HandleLeaks;
import dev.pdrop.testing.Pictures;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Four layers, eight visual tokens, and a clock that goes on by what is done: all times can be told beforehand. */
final class StopwatchTest {

    private static final long VISION = 5_000_000;
    private static final long LAYER = 2_000_000;
    private static final long DROP = 1_000_000;
    private static final long RANKING = 3_000_000;
    private static final long TOKEN = 4_000_000;

    private static final NamedArm FULL = arm("full", Fakes.full());

    private final Clock clock = new Clock();
    private final List<String> turns = new ArrayList<>();

    @Test
    void tellsThePartsOfAPassApart() {
        try (Backbone backbone = new Timed()) {
            ArmTimes times =
                    measure(backbone, List.of(FULL, dropping()), 1, 3).arms().get(1);
            assertThat(times.visionMillis()).isEqualTo(new Timing(5, 5));
            // Four layers and a drop.
            assertThat(times.prefillMillis()).isEqualTo(new Timing(9, 9));
            assertThat(times.rankingMillis()).isEqualTo(new Timing(3, 3));
            assertThat(times.firstTokenMillis()).isEqualTo(new Timing(17, 17));
            assertThat(times.decodeMillis()).isEqualTo(new Timing(4, 4));
            assertThat(times.tokensPerSecond()).isEqualTo(250);
        }
    }

    @Test
    void holdsTheMeasuredSavingAgainstTheMultiplyAddsOfTheFullConvention() {
        try (Backbone backbone = new Timed()) {
            List<ArmTimes> arms =
                    measure(backbone, List.of(FULL, dropping()), 0, 2).arms();
            assertThat(arms.get(0).measuredSaving()).isZero();
            assertThat(arms.get(0).theoreticalSaving()).isZero();
            assertThat(arms.get(0).realisedFraction()).isEmpty();
            // 17 ms to the first token where the unreduced model takes 13.
            assertThat(arms.get(1).measuredSaving()).isCloseTo(1 - 17 / 13., within(1e-12));
            double promised = 1 - multiplyAdds(backbone, dropping()) / multiplyAdds(backbone, FULL);
            assertThat(promised).isBetween(0.01, 0.99);
            assertThat(arms.get(1).theoreticalSaving()).isEqualTo(promised);
            assertThat(arms.get(1).realisedFraction())
                    .hasValueSatisfying(share -> assertThat(share).isCloseTo((1 - 17 / 13.) / promised, within(1e-12)));
        }
    }

    @Test
    void rotatesTheOrderOfArmsAndTimesTheUnreducedModelOnceMore() {
        try (Backbone backbone = new Timed()) {
            measure(backbone, List.of(FULL, dropping()), 0, 2);
            assertThat(turns).containsExactly("full", "dropping", "dropping", "full", "full", "full");
        }
    }

    @Test
    void measuresAgainstTheUntouchedModelWhereNoArmIsUnreduced() {
        try (Backbone backbone = new Timed()) {
            Measured measured = measure(backbone, List.of(dropping()), 0, 1);
            assertThat(measured.arms()).extracting(ArmTimes::arm).containsExactly("dropping");
            assertThat(measured.arms().get(0).measuredSaving()).isCloseTo(1 - 17 / 13., within(1e-12));
            assertThat(measured.drift()).isEqualTo(new Drift(13, 13, 0, false));
        }
    }

    @Test
    void callsAMachineNoisyThatBecameSlower() {
        try (Backbone backbone = new Timed()) {
            // Two arms twice, and the unreduced model twice more, on a machine that loses half its speed by then.
            clock.slowAfter = 4;
            Drift drift = measure(backbone, List.of(FULL, dropping()), 0, 2).drift();
            assertThat(drift).isEqualTo(new Drift(13, 26, 1, true));
            assertThat(Drift.between(new Timing(10, 10), new Timing(10.9, 11)).noisy())
                    .isFalse();
            assertThat(Drift.between(new Timing(10, 10), new Timing(8.9, 11)).noisy())
                    .isTrue();
        }
    }

    @Test
    void takesThePeakOfEachArmAndWarmsUpUncounted() {
        long[] peak = {0};
        MemoryGauge gauge = new MemoryGauge() {
            @Override
            public void reset() {
                peak[0] += 10;
            }

            @Override
            public OptionalLong peakBytes() {
                return OptionalLong.of(peak[0]);
            }
        };
        try (Timed backbone = new Timed()) {
            HandleLeaks leaks = HandleLeaks.watch(backbone.toy.manager());
            Measured measured = new Stopwatch(backbone, clock::now, gauge, 2)
                    .measure(List.of(FULL, dropping()), questions(backbone), 1, 2);
            // Two passes of warming up; then full, dropping, dropping, full.
            assertThat(measured.arms())
                    .extracting(ArmTimes::peakBytes)
                    .containsExactly(Optional.of(60L), Optional.of(50L));
            leaks.assertNone();
        }
    }

    @Test
    void medianAndTailAreThoseOfTheRepeats() {
        List<Long> repeats =
                IntStream.rangeClosed(1, 100).mapToObj(i -> i * 1_000_000L).toList();
        assertThat(Timing.ofNanos(repeats).p50()).isCloseTo(50.5, within(1e-9));
        assertThat(Timing.ofNanos(repeats).p95()).isCloseTo(95.95, within(1e-9));
        assertThat(Timing.ofNanos(List.of(7_000_000L))).isEqualTo(new Timing(7, 7));
    }

    private Measured measure(Backbone backbone, List<NamedArm> arms, int warmup, int repeats) {
        return new Stopwatch(backbone, clock::now, MemoryGauge.none(), 3)
                .measure(arms, questions(backbone), warmup, repeats);
    }

    private static List<Asked> questions(Backbone backbone) {
        Conversation asked = Conversation.raw("<image> what is this ?", List.of(Pictures.noise(1)));
        return List.of(new Asked("1", "image", backbone.prompt(asked)));
    }

    private static double multiplyAdds(Backbone backbone, NamedArm arm) {
        int rows = questions(backbone).get(0).prompt().length();
        Workload workload =
                Workload.of(4, 8, rows - 8, arm.method().plan(backbone.geometry(), 8), at -> Set.<Capture>of());
        return new FullConvention().multiplyAdds(backbone.geometry(), workload);
    }

    private static NamedArm arm(String name, Method method) {
        return new NamedArm(name, method, new Seeds(1, name, 0));
    }

    private NamedArm dropping() {
        return arm(
                "dropping",
                Fakes.method(
                        Fakes.ranker(context -> {
                            clock.spend(RANKING);
                            return new Ranking.Scores(context.manager().zeros(new Shape(1, context.visualTokens())));
                        }),
                        PositionPolicy.ORIGINAL,
                        Stage.keep(2, 3)));
    }

    /** Goes on only by what is spent; after so many passes everything takes twice as long. */
    private static final class Clock {
        private long nanos;
        private int passes;
        private int slowAfter = Integer.MAX_VALUE;

        long now() {
            return nanos;
        }

        void spend(long span) {
            nanos += passes > slowAfter ? 2 * span : span;
        }
    }

    /** A toy whose steps take known times, and which remembers whose turn it was. */
    private final class Timed extends ForwardingBackbone {
        private final ToyBackbone toy;

        Timed() {
            this(new ToyBackbone(ToyConfig.small().withLayers(4)));
        }

        private Timed(ToyBackbone toy) {
            super(toy);
            this.toy = toy;
        }

        @Override
        public VisualFeatures encode(List<Image> images, Set<Capture> captures) {
            clock.passes++;
            clock.spend(VISION);
            turns.add("full");
            return super.encode(images, captures);
        }

        @Override
        public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
            clock.spend((layer - state.layer()) * LAYER);
            return super.advance(state, layer, captures);
        }

        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            clock.spend(DROP);
            turns.set(turns.size() - 1, "dropping");
            return super.retain(state, kept, positions);
        }

        @Override
        public DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
            clock.spend(TOKEN);
            return super.append(state, examples, tokens);
        }
    }
}
