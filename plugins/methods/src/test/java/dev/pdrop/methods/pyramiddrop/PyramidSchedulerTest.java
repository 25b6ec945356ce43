// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.pyramiddrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.methods.Models;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler.Config;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PyramidSchedulerTest {

    @Test
    void keepsHalfAtEachOfThreeDropsInTheOfficialSetting() {
        Schedule schedule = new PyramidScheduler(stages(4, "0.5", Rounding.INT)).plan(Models.withLayers(32), 576);

        assertThat(schedule.stages()).containsExactly(Stage.keep(8, 288), Stage.keep(16, 144), Stage.keep(24, 72));
    }

    @ParameterizedTest
    @CsvSource({
        "576, 0.4, INT, 230 92 36",
        "576, 0.5, INT, 288 144 72",
        "576, 0.6, INT, 345 207 124",
        "576, 0.4, RECURSIVE, 230 92 36",
        "576, 0.5, RECURSIVE, 288 144 72",
        "576, 0.6, RECURSIVE, 345 207 124",
        "2880, 0.6, INT, 1728 1036 622",
        "2880, 0.6, RECURSIVE, 1728 1036 621",
        // 2880 times the double nearest to .7 is a little less than 2016: the official code keeps one less.
        "2880, 0.7, INT, 2015 1411 987",
        "2880, 0.7, RECURSIVE, 2016 1411 987",
        "90, 0.7, INT, 62 44 30",
        // .6 cubed is .216 in decimal but a little less as a product of doubles, which would keep 26.
        "125, 0.6, INT, 75 45 27",
        "576, 1, INT, 576 576 576",
        "576, 0, INT, 0 0 0",
        "576, 0, RECURSIVE, 0 0 0",
        "1, 0.5, INT, 0 0 0",
        "0, 0.5, INT, 0 0 0",
        "0, 0.5, RECURSIVE, 0 0 0",
    })
    void roundsAsPublished(int visualTokens, String lambda, Rounding rounding, String expected) {
        assertThat(counts(stages(4, lambda, rounding), 32, visualTokens)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.4, 528", "0.5, 0", "0.6, 1056"})
    void theTwoRoundingsDifferForSoManyCountsUpTo3000(String lambda, int differing) {
        long counted = IntStream.rangeClosed(1, 3000)
                .filter(visualTokens -> !counts(stages(4, lambda, Rounding.INT), 32, visualTokens)
                        .equals(counts(stages(4, lambda, Rounding.RECURSIVE), 32, visualTokens)))
                .count();

        assertThat(counted).isEqualTo(differing);
    }

    @ParameterizedTest
    @CsvSource({
        "32, 1, ''",
        "32, 2, 16",
        "32, 3, 10 20",
        "32, 4, 8 16 24",
        "32, 5, 6 12 18 24",
        "40, 4, 10 20 30",
        "12, 4, 3 6 9",
        "7, 3, 2 4",
        "4, 4, 1 2 3",
        "1, 1, ''",
    })
    void splitsLayersEvenlyWithTheRemainderInTheLastStage(int layers, int stages, String expected) {
        assertThat(layers(stages(stages, "0.5", Rounding.INT), layers)).isEqualTo(expected);
    }

    @Test
    void explicitLayersOverrideTheEvenSplit() {
        Config config =
                new Config(4, new BigDecimal("0.19"), Optional.of(List.of(2, 8, 16)), Optional.empty(), Rounding.INT);

        assertThat(layers(config, 32)).isEqualTo("2 8 16");
        assertThat(counts(config, 32, 576)).isEqualTo("109 20 3");
    }

    @Test
    void explicitRatiosOverrideLambda() {
        assertThat(counts(ratios(List.of(0, 5), Rounding.INT, "0.3", "0"), 6, 64))
                .isEqualTo("19 0");
        assertThat(counts(ratios(List.of(0, 5), Rounding.RECURSIVE, "0.3", "0"), 6, 64))
                .isEqualTo("19 0");
    }

    @Test
    void explicitRatiosGoWithTheEvenSplitToo() {
        Config config =
                new Config(2, new BigDecimal("0.5"), Optional.empty(), Optional.of(decimals("0.25")), Rounding.INT);

        assertThat(layers(config, 32)).isEqualTo("16");
        assertThat(counts(config, 32, 576)).isEqualTo("144");
    }

    @Test
    void recursiveRatiosAreQuotientsTakenExactly() {
        // .7, then 3/7 of what is left: 7 of 10, then exactly 3; a quotient cut to some decimals would give 2.
        assertThat(counts(ratios(List.of(1, 2), Rounding.RECURSIVE, "0.7", "0.3"), 6, 10))
                .isEqualTo("7 3");
        assertThat(counts(ratios(List.of(1, 2, 3), Rounding.RECURSIVE, "0.5", "0", "0"), 6, 10))
                .isEqualTo("5 0 0");
    }

    @Test
    void countsNeverRiseWhateverTheRatios() {
        for (Rounding rounding : Rounding.values()) {
            for (int visualTokens = 0; visualTokens < 700; visualTokens++) {
                int[] counts = rounding.counts(visualTokens, decimals("0.9", "0.7", "0.7", "0.29", "0.1", "0"));

                assertThat(counts[0]).isLessThanOrEqualTo(visualTokens);
                assertThat(counts)
                        .isEqualTo(Arrays.stream(counts)
                                .boxed()
                                .sorted(Comparator.reverseOrder())
                                .mapToInt(count -> count)
                                .toArray());
            }
        }
    }

    @Test
    void describesOnlyTheSettingsThatHold() {
        assertThat(new PyramidScheduler(stages(4, "0.50", Rounding.INT)).describe())
                .isEqualTo("stages 4; lambda 0.50; rounding int");
        assertThat(new PyramidScheduler(ratios(List.of(3, 6, 9), Rounding.RECURSIVE, "0.5", "0.25", "1E-2")).describe())
                .isEqualTo("layers 3 6 9; ratios 0.5 0.25 0.01; rounding recursive");
        assertThat(new PyramidScheduler(new Config(
                                4,
                                new BigDecimal("0.5"),
                                Optional.of(List.of(3, 6, 9)),
                                Optional.empty(),
                                Rounding.INT))
                        .describe())
                .isEqualTo("layers 3 6 9; lambda 0.5; rounding int");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.5, stages must be at least 1 but was 0",
        "4, 1.1, lambda must be from 0 to 1 but was 1.1",
        "4, -0.1, lambda must be from 0 to 1 but was -0.1",
    })
    void refusesValuesOutOfRange(int stages, String lambda, String message) {
        assertThatThrownBy(() -> stages(stages, lambda, Rounding.INT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace(" but was", ", was"));
    }

    @Test
    void refusesLayersThatDoNotAscend() {
        for (List<Integer> layers : List.of(List.of(3, 3), List.of(4, 2), List.of(-1, 2), List.<Integer>of())) {
            assertThatThrownBy(() -> new Config(4, BigDecimal.ONE, Optional.of(layers), Optional.empty(), Rounding.INT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("layers must ");
        }
    }

    @Test
    void refusesRatiosThatRiseOrLeaveTheRangeOrDoNotFitTheLayers() {
        assertRatiosRefused(
                "ratios must never rise, being shares of the original count, were [0.25, 0.5]", "0.25", "0.5");
        assertRatiosRefused("ratios must be from 0 to 1, were [1.5, 0.5]", "1.5", "0.5");
        assertRatiosRefused("ratios must be from 0 to 1, were [0.5, -1]", "0.5", "-1");
        assertRatiosRefused("ratios must be one for each of the 2 layers, were 3", "0.5", "0.4", "0.3");
        assertThatThrownBy(() ->
                        new Config(4, BigDecimal.ONE, Optional.empty(), Optional.of(decimals("0.5")), Rounding.INT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratios must be one for each of the 3 drops between stages, were 1");
    }

    @Test
    void refusesWhatDoesNotFitTheModel() {
        Config layers = ratios(List.of(2, 12), Rounding.INT, "0.5", "0.2");

        assertThat(layers(layers, 13)).isEqualTo("2 12");
        assertThatThrownBy(() -> new PyramidScheduler(layers).plan(Models.withLayers(12), 576))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected stages before layer 0 to 11 of this model, found one before layer 12 in the"
                        + " schedule pyramid: choose smaller layers");
        assertThatThrownBy(() -> new PyramidScheduler(stages(5, "0.5", Rounding.INT)).plan(Models.withLayers(4), 576))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessageContaining("found stages = 5");
    }

    private void assertRatiosRefused(String message, String... ratios) {
        assertThatThrownBy(() -> ratios(List.of(2, 4), Rounding.INT, ratios))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Config stages(int stages, String lambda, Rounding rounding) {
        return new Config(stages, new BigDecimal(lambda), Optional.empty(), Optional.empty(), rounding);
    }

    private static Config ratios(List<Integer> layers, Rounding rounding, String... ratios) {
        return new Config(4, new BigDecimal("0.5"), Optional.of(layers), Optional.of(decimals(ratios)), rounding);
    }

    private static List<BigDecimal> decimals(String... values) {
        return Stream.of(values).map(BigDecimal::new).toList();
    }

    private static String counts(Config config, int layers, int visualTokens) {
        return spaced(new PyramidScheduler(config)
                .plan(Models.withLayers(layers), visualTokens).stages().stream()
                        .map(stage -> stage.action().visualTokens()));
    }

    private static String layers(Config config, int layers) {
        return spaced(new PyramidScheduler(config)
                .plan(Models.withLayers(layers), 576).stages().stream()
                        .map(stage -> ((Point.DecoderLayer) stage.point()).layer()));
    }

    private static String spaced(Stream<Integer> values) {
        return String.join(" ", values.map(String::valueOf).toList());
    }
}
