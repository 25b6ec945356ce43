// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.Method;
import dev.pdrop.experiments.outcome.LayerCosts;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.StageScheduler;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CostTallyTest {

    private static final Geometry GEOMETRY = new Geometry(
            2,
            4,
            2,
            1,
            2,
            8,
            10,
            64,
            new Geometry.Vision(new Geometry.Tower(0, 2, 4, 2, 1, 1, 3, 1, 1), new Geometry.Projector(6, 5), 6));

    /** Drops nothing by its own account; what the record says is what counts. */
    private static final StageScheduler NOTHING = new StageScheduler() {
        @Override
        public Schedule plan(Geometry geometry, int visualTokens) {
            return Schedule.none();
        }

        @Override
        public String describe() {
            return "none";
        }
    };

    /* Six visual tokens enter layer 0 and three layer 1, each with four of text. By hand, for n = 6 and n = 3:
     * 4nd² + 2n²d = 384 + 288 and 192 + 72; nd·m = 192 and 96. Of ten and seven rows: projections 480 and 336,
     * attention 440 and 224, feed-forward 960 and 672; head 40, patches 6, projector 30. */
    @Test
    void countsWhatEnteredTheLayersUnderEveryConvention() {
        CostTally tally = new CostTally(
                new Method(Optional.empty(), NOTHING, PositionPolicy.CONTIGUOUS),
                GEOMETRY.vision().visualTokens(),
                GEOMETRY,
                Float.BYTES);
        tally.add(Records.said("q1", "p", 0, "ring", 1));
        tally.add(Records.said("q2", "p", 0, "ring", 1));

        assertThat(tally.averageTokens()).isEqualTo(4.5);
        assertThat(tally.paperTmac() * 1e12).isCloseTo(672 + 264 + 3 * 288, within(1e-6));
        assertThat(tally.fastvTmac() * 1e12).isCloseTo(672 + 264 + 2 * 288, within(1e-6));
        assertThat(tally.keyValueMebibytes() * (1 << 20)).isCloseTo(160 + 112, within(1e-9));
        LayerCosts layers = tally.layers();
        assertThat(layers.fullTmac() * 1e12).isCloseTo(480 + 336 + 440 + 224 + 960 + 672 + 40 + 6 + 30, within(1e-6));
        assertThat(layers.nominalTokensPerLayer()).containsExactly(6, 6);
        assertThat(layers.nominalTokens()).isEqualTo(6);
        assertThat(layers.tokensPerLayer()).isEqualTo(List.of(6.0, 3.0));
        assertThat(layers.keyValueBytesPerLayer()).isEqualTo(List.of(160.0, 112.0));
    }
}
