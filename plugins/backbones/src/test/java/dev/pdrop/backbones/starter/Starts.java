// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import dev.pdrop.backbones.starter.LlavaStarterConfig.Decoder;
import dev.pdrop.backbones.starter.LlavaStarterConfig.Initialization;
import dev.pdrop.backbones.starter.LlavaStarterConfig.Vision;
import java.util.List;
import java.util.Optional;

/** Settings for tests. */
final class Starts {

    static final List<String> WORDS = List.of("?", "what", "shape", "is", "red", "square");

    private Starts() {}

    /** The defaults of {@code llava.conf}. */
    static LlavaStarterConfig embedded() {
        return new LlavaStarterConfig(
                new Vision(96, 8, 2, 128, 4, 256, List.of(.4, .4, .4), List.of(.3, .3, .3)),
                new Decoder(12, 96, 4, 4, Optional.empty(), 256, 1e6, 1e-5, 512, true),
                new Initialization(.3, 1, true, .5, 10000, .5));
    }

    /** Nine visual tokens, two layers, two query heads for each key head, output weights of its own. */
    static LlavaStarterConfig tiny() {
        return new LlavaStarterConfig(
                new Vision(12, 4, 1, 8, 2, 16, List.of(.5, .4, .3), List.of(.3, .2, .1)),
                tinyDecoder(),
                new Initialization(.3, 1, true, .5, 100, .5));
    }

    static Decoder tinyDecoder() {
        return new Decoder(2, 16, 4, 2, Optional.of(6), 24, 10000, 1e-6, 64, false);
    }
}
