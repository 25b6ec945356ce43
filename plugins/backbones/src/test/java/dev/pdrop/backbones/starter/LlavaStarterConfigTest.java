// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.backbones.starter.LlavaStarterConfig.Decoder;
import dev.pdrop.backbones.starter.LlavaStarterConfig.Initialization;
import dev.pdrop.backbones.starter.LlavaStarterConfig.Vision;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LlavaStarterConfigTest {

    private static final List<Double> THREE = List.of(.5, .5, .5);

    private static void assertRefused(ThrowingCallable made, String message) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static Vision vision(int image, int patch, int width, int heads, List<Double> std) {
        return new Vision(image, patch, 2, width, heads, 256, THREE, std);
    }

    private static Decoder decoder(int hidden, int heads, int keyValueHeads, Optional<Integer> headSize) {
        return new Decoder(2, hidden, heads, keyValueHeads, headSize, 64, 10000, 1e-5, 512, true);
    }

    @Test
    void sizesOfTheTowerFitTogether() {
        assertThat(vision(96, 8, 128, 4, THREE).patches()).isEqualTo(144);
        assertRefused(() -> vision(96, 7, 128, 4, THREE), "patch-size must divide image-size, 96, was 7");
        assertRefused(() -> vision(96, 0, 128, 4, THREE), "patch-size must be from 1 to 16384, was 0");
        assertRefused(() -> vision(96, 8, 128, 5, THREE), "heads must divide width, 128, was 5");
        assertRefused(() -> vision(96, 8, 126, 3, THREE), "width must be a multiple of 4, was 126");
        assertRefused(() -> vision(96, 8, 128, 4, List.of(.5)), "image-std must be three positive numbers, was [0.5]");
    }

    @Test
    void sizesOfTheDecoderFitTogether() {
        assertThat(decoder(96, 4, 2, Optional.empty()).sizeOfHead()).isEqualTo(24);
        assertThat(decoder(96, 4, 2, Optional.of(32)).sizeOfHead()).isEqualTo(32);
        assertRefused(() -> decoder(96, 5, 1, Optional.empty()), "heads must divide hidden-size, 96, was 5");
        assertRefused(() -> decoder(96, 4, 3, Optional.empty()), "key-value-heads must divide heads, 4, was 3");
        assertRefused(() -> decoder(12, 4, 4, Optional.empty()), "head-size must be even, was 3");
        assertRefused(() -> decoder(96, 4, 4, Optional.of(0)), "head-size must be from 1 to 16384, was 0");
        assertRefused(
                () -> new LlavaStarterConfig(
                        vision(96, 4, 128, 4, THREE), decoder(96, 4, 4, Optional.empty()), initialization(.5)),
                "decoder.max-positions must exceed the 576 visual tokens of an image, was 512");
    }

    private static Initialization initialization(double mimetic) {
        return new Initialization(.3, 1, true, .5, 10000, mimetic);
    }

    @Test
    void startingWeightsAreInRange() {
        assertThat(initialization(0).residualShare(8)).isEqualTo(.25);
        assertThat(new Initialization(.3, 1, false, 0, 10000, 1).residualShare(8))
                .isEqualTo(1);
        assertRefused(() -> initialization(1.5), "mimetic must be from 0 to 1, was 1.5");
        assertRefused(
                () -> new Initialization(0, 1, true, .5, 10000, .5), "embeddings must be a positive number, was 0.0");
    }
}
