// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Capture;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class KeyNormRankerTest {

    private static final KeyNormRanker RANKER = new KeyNormRanker(new KeyNormRanker.Config(KeyNormRanker.Keep.LARGE));

    @Test
    void needsTheKeysOfTheLayerThatRunsNext() {
        assertThat(RANKER.needs(Point.decoder(0)))
                .containsExactly(
                        Capture.of(0, Capture.Kind.KEY, Queries.Named.ALL).rotated(Capture.Rotation.NONE));
    }

    @Test
    void refusesPointsOutsideTheDecoder() {
        assertThatThrownBy(() -> RANKER.needs(new Point.Projector()))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a stage before a decoder layer for the ranker key-norm, found one before the"
                        + " projector: let the schedule act in the decoder");
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Plugin.class))
                .flatExtracting(Plugin::tokenRankers)
                .extracting("class")
                .contains(KeyNormRanker.Factory.class);
    }
}
