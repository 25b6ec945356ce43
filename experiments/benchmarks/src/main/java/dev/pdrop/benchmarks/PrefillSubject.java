// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.benchmarks;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Prefill;
import dev.pdrop.engine.Seeds;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What prefill benchmarks time: a random checkpoint, opened, with one prompt and the features of its image. */
final class PrefillSubject implements AutoCloseable {

    private static final int TEXT_TOKENS = 64;
    private static final Seeds SEEDS = new Seeds(17, "benchmark", 0);

    private final RandomCheckpoint geometry;
    private final Backbone backbone;
    private final Prompt prompt;
    private final VisualFeatures features;

    private PrefillSubject(RandomCheckpoint geometry, Backbone backbone) {
        this.geometry = geometry;
        this.backbone = backbone;
        byte[] rgb =
                new byte[3 * geometry.tower().imageSize() * geometry.tower().imageSize()];
        new Random(17).nextBytes(rgb);
        Image image =
                Image.of("noise", geometry.tower().imageSize(), geometry.tower().imageSize(), rgb);
        String words = IntStream.range(0, TEXT_TOKENS - 8)
                .mapToObj(i -> " w" + (10 + i))
                .collect(Collectors.joining());
        String before = "w4 w5 w6 w7 w8 w9 w4 w5 ";
        this.prompt = backbone.prompt(Conversation.raw(before + Conversation.IMAGE + words, List.of(image)));
        this.features = backbone.encode(List.of(image), Set.of());
    }

    /**
     * Opens a checkpoint at a LLaVA-like geometry, making it if there is none.
     *
     * @param folder holds the checkpoint's folder
     * @param format the number format to run in
     */
    static PrefillSubject open(Path folder, NumberFormat format) throws IOException {
        RandomCheckpoint geometry = RandomCheckpoint.llavaLike();
        HuggingFaceBackboneFactory.Config config =
                new HuggingFaceBackboneFactory.Config(geometry.in(folder), "cpu", format, "plain");
        return new PrefillSubject(geometry, new HuggingFaceBackboneFactory().create(config));
    }

    RandomCheckpoint geometry() {
        return geometry;
    }

    Backbone backbone() {
        return backbone;
    }

    Prompt prompt() {
        return prompt;
    }

    VisualFeatures features() {
        return features;
    }

    /** The time of one prefill with its logits, in milliseconds. */
    double prefillMillis(Method method) {
        long start = System.nanoTime();
        try (Prefill prefill = Prefill.run(backbone, method, List.of(prompt), features, SEEDS, List.of("example"))) {
            backbone.logits(prefill.state());
            return (System.nanoTime() - start) / 1e6;
        }
    }

    @Override
    public void close() {
        features.close();
        backbone.close();
    }
}
