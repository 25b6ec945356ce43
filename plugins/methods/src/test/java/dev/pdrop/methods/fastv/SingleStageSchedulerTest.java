// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.fastv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.methods.Models;
import dev.pdrop.methods.fastv.SingleStageScheduler.Config;
import dev.pdrop.methods.fastv.SingleStageScheduler.Rounding;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Stage;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingleStageSchedulerTest {

    /* The official expressions, evaluated by Python: int(N * keep) with the share kept as written, round(N * (1 - R)). */
    @ParameterizedTest
    @CsvSource({
        "576, 0.5, 288, 288",
        "27, 0.5, 13, 14",
        "25, 0.5, 12, 12",
        "576, 0.9, 57, 58",
        "576, 0.7, 172, 173",
        "576, 0.3, 403, 403",
        "576, 0.1, 518, 518",
        // 1 - .9 is a little less than .1 in binary: truncated, 10 tokens would leave none.
        "10, 0.9, 1, 1",
        "2880, 0.9, 288, 288",
        "15, 0.9, 1, 1",
        // 1 - .7 is a little more than .3 in binary: 15 times it is more than 4.5.
        "15, 0.7, 4, 5",
        "5, 0.7, 1, 2",
        "576, 0, 576, 576",
        "576, 1, 0, 0",
        "0, 0.5, 0, 0",
    })
    void roundsLikeTheTwoOfficialVariants(int visualTokens, String dropRatio, int truncated, int rounded) {
        assertThat(kept(ratio(dropRatio, Rounding.INT), visualTokens)).isEqualTo(truncated);
        assertThat(kept(ratio(dropRatio, Rounding.ROUND), visualTokens)).isEqualTo(rounded);
    }

    @Test
    void dropsOnceBeforeTheLayer() {
        assertThat(new SingleStageScheduler(ratio("0.5", Rounding.INT))
                        .plan(Models.withLayers(32), 576)
                        .stages())
                .containsExactly(Stage.keep(2, 288));
    }

    @Test
    void anAbsoluteCountOverridesTheRatioAndKeepsAllOfFewer() {
        assertThat(kept(keep(144), 576)).isEqualTo(144);
        assertThat(kept(keep(144), 100)).isEqualTo(100);
        assertThat(kept(keep(144), 0)).isZero();
        assertThat(kept(keep(0), 576)).isZero();
    }

    @Test
    void describesOnlyTheSettingsThatHold() {
        assertThat(new SingleStageScheduler(ratio("0.5", Rounding.ROUND)).describe())
                .isEqualTo("layer 2; drop-ratio 0.5; rounding round");
        assertThat(new SingleStageScheduler(keep(144)).describe()).isEqualTo("layer 2; keep 144");
    }

    @Test
    void refusesALayerOutsideTheModel() {
        SingleStageScheduler scheduler = new SingleStageScheduler(ratio("0.5", Rounding.INT));

        assertThat(scheduler.plan(Models.withLayers(3), 576).stages()).hasSize(1);
        assertThatThrownBy(() -> scheduler.plan(Models.withLayers(2), 576))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a stage before layer 0 to 1 of this model, found layer = 2 in the schedule"
                        + " single: choose a smaller layer");
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatThrownBy(() -> new Config(-1, BigDecimal.ONE, Optional.empty(), Rounding.INT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer must be at least 0, was -1");
        assertThatThrownBy(() -> ratio("1.01", Rounding.INT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("drop-ratio must be from 0 to 1, was 1.01");
        assertThatThrownBy(() -> ratio("-0.5", Rounding.INT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("drop-ratio must be from 0 to 1, was -0.5");
        assertThatThrownBy(() -> keep(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keep must be at least 0, was -1");
    }

    private static Config ratio(String dropRatio, Rounding rounding) {
        return new Config(2, new BigDecimal(dropRatio), Optional.empty(), rounding);
    }

    private static Config keep(int keep) {
        return new Config(2, new BigDecimal("0.5"), Optional.of(keep), Rounding.INT);
    }

    private static int kept(Config config, int visualTokens) {
        return new SingleStageScheduler(config)
                .plan(Models.withLayers(32), visualTokens)
                .stages()
                .get(0)
                .action()
                .visualTokens();
    }
}
