// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.engine.LayerOutcome;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Prefill;
import dev.pdrop.engine.Seeds;
import dev.pdrop.methods.controls.AveragePoolRanker;
import dev.pdrop.methods.controls.NoReductionScheduler;
import dev.pdrop.methods.fastv.SingleStageScheduler;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler;
import dev.pdrop.methods.pyramiddrop.Rounding;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.Pictures;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Any ranker goes with any schedule and any position policy, unless a need of the ranker can never be met. */
class CombinationsTest {

    private static final Conversation TWO_IMAGES =
            Conversation.raw("<image> is this <image> in the picture ?", List.of(Pictures.noise(4), Pictures.noise(5)));
    private static final Conversation NO_IMAGE = Conversation.raw("what is the colour ?", List.of());

    private static final List<TokenRanker> RANKERS = Rankers.ALL;

    private static final List<StageScheduler> SCHEDULERS = List.of(
            new PyramidScheduler(new PyramidScheduler.Config(
                    3, new BigDecimal("0.6"), Optional.empty(), Optional.empty(), Rounding.INT)),
            pyramid(List.of(1, 2, 3), "0.9", "0.4", "0"),
            single(2, Optional.empty()),
            single(1, Optional.of(3)),
            new NoReductionScheduler());

    @Test
    void everyRankerRunsOnEveryScheduleUnderEveryPositionPolicy() {
        try (ToyBackbone backbone = new ToyBackbone(ToyConfig.small().withLayers(4))) {
            for (TokenRanker ranker : RANKERS) {
                for (StageScheduler scheduler : SCHEDULERS) {
                    for (PositionPolicy positions : PositionPolicy.values()) {
                        Method method = new Method(Optional.of(ranker), scheduler, positions);
                        assertFollowsItsPlan(backbone, method, TWO_IMAGES, 16);
                        assertFollowsItsPlan(backbone, method, NO_IMAGE, 0);
                    }
                }
            }
        }
    }

    @Test
    void beforeTheFirstLayerOnlyRankersRunThatDoNotLookBack() {
        try (ToyBackbone backbone = new ToyBackbone(ToyConfig.small().withLayers(4))) {
            for (TokenRanker ranker : List.of(RANKERS.get(0), RANKERS.get(4))) {
                Method method = new Method(Optional.of(ranker), single(0, Optional.of(5)), PositionPolicy.CONTIGUOUS);
                assertFollowsItsPlan(backbone, method, TWO_IMAGES, 16);
            }
            assertFollowsItsPlan(
                    backbone,
                    new Method(
                            Optional.of(new AveragePoolRanker()), single(0, Optional.of(4)), PositionPolicy.CONTIGUOUS),
                    TWO_IMAGES,
                    16);
            for (TokenRanker ranker : RANKERS.subList(1, 4)) {
                Method method = new Method(Optional.of(ranker), single(0, Optional.of(5)), PositionPolicy.CONTIGUOUS);
                assertThatThrownBy(() -> method.plan(backbone.geometry(), 16))
                        .isInstanceOf(InvalidMethodException.class);
            }
        }
    }

    private static void assertFollowsItsPlan(
            ToyBackbone backbone, Method method, Conversation conversation, int visualTokens) {
        Schedule schedule = method.plan(backbone.geometry(), visualTokens);
        Prompt prompt = backbone.prompt(conversation);
        try (VisualFeatures features =
                        prompt.images().isEmpty() ? backbone.noFeatures() : backbone.encode(prompt.images(), Set.of());
                Prefill prefill = Prefill.run(
                        backbone, method, List.of(prompt), features, new Seeds(1, "arm", 0), List.of("example"))) {
            assertThat(prefill.layers(0))
                    .extracting(LayerOutcome::visualTokens)
                    .containsExactlyElementsOf(Arrays.stream(schedule.visualTokensPerLayer(4, visualTokens))
                            .boxed()
                            .toList());
        }
    }

    private static StageScheduler pyramid(List<Integer> layers, String... ratios) {
        return new PyramidScheduler(new PyramidScheduler.Config(
                4,
                BigDecimal.ONE,
                Optional.of(layers),
                Optional.of(Arrays.stream(ratios).map(BigDecimal::new).toList()),
                Rounding.RECURSIVE));
    }

    private static StageScheduler single(int layer, Optional<Integer> keep) {
        return new SingleStageScheduler(new SingleStageScheduler.Config(
                layer, new BigDecimal("0.5"), keep, SingleStageScheduler.Rounding.ROUND));
    }
}
