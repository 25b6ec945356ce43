// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import dev.pdrop.engine.GreedyDecoding;
import dev.pdrop.engine.Prefill;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Runs a method on a real checkpoint as a user would, and compares all that can be seen with what was recorded. */
final class MethodCase {

    private static final double RELATIVE = 1e-4;

    private final ParityCase parity;
    private final ReducedRun run;

    MethodCase(ParityCase parity) {
        this.parity = parity;
        this.run = new ReducedRun(parity);
    }

    /** Compares everything. */
    Comparison compare(Backbone backbone) throws IOException {
        List<Image> images = parity.images().stream().map(Image::read).toList();
        Prompt prompt = backbone.prompt(Conversation.raw(parity.text("prompt"), images));
        run.compareIds(prompt);
        // The pixels of several tiles are no capture; those of other families are compared beside the families.
        boolean oneTile = "llava".equals(backbone.facts().get("family"));
        Set<Capture> captures = oneTile ? Set.of(Capture.pixels()) : Set.of();
        try (VisualFeatures features = backbone.encode(images, captures)) {
            Image image = features.images().get(0);
            if (oneTile) {
                run.comparePixels(features, image);
            }
            run.compareFeatures(features, image);
            try (Prefill prefill = run.prefill(backbone, prompt, features)) {
                compareAnswer(backbone, prefill);
            }
        }
        return run.comparison();
    }

    private void compareAnswer(Backbone backbone, Prefill prefill) throws IOException {
        List<Integer> expected = parity.integers("greedy_tokens");
        List<float[]> logits = new ArrayList<>();
        GreedyDecoding.Written written = new GreedyDecoding(backbone, expected.size())
                .write(prefill.state(), (Logits step) -> logits.add(step.row(0)))
                .get(0);
        run.comparison().equal("tokens", "new tokens", expected, written.tokens());
        float[] recorded = parity.outputs().floats("decode_logits");
        int vocabulary = recorded.length / expected.size();
        compareLogits("logits after the prompt", parity.outputs().floats("last_logits"), logits.get(0));
        for (int step = 0; step < logits.size(); step++) {
            float[] row = Arrays.copyOfRange(recorded, step * vocabulary, (step + 1) * vocabulary);
            compareLogits("logits of step " + step, row, logits.get(step));
        }
    }

    private void compareLogits(String what, float[] expected, float[] found) {
        run.comparison()
                .close(
                        "logits",
                        what,
                        expected,
                        found,
                        parity.tolerance("logits_atol").orElse(2e-4),
                        RELATIVE);
    }
}
