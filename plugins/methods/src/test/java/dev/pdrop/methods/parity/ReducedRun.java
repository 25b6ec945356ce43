// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import dev.pdrop.engine.Prefill;
import dev.pdrop.engine.Seeds;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Runs the method of a case over a prompt, whether it is answered or learnt, and compares all that leads there. */
final class ReducedRun {

    private static final double PIXEL = 1e-6;

    private final ParityCase parity;
    private final OfficialMethod official;
    private final Comparison comparison;

    ReducedRun(ParityCase parity) {
        this.parity = parity;
        this.official = OfficialMethod.of(parity);
        this.comparison = new Comparison(official.title(), parity.name());
    }

    /** What was compared so far. */
    Comparison comparison() {
        return comparison;
    }

    /** Compares the ids of the prompt. */
    void compareIds(Prompt prompt) throws IOException {
        comparison.equal(
                "input",
                "input ids",
                Arrays.toString(parity.inputs().integers("input_ids")),
                Arrays.toString(prompt.ids()));
    }

    /** Whether the tower was given the recorded pixels, but for rounding. */
    boolean hasRecordedPixels(VisualFeatures features, Image image) throws IOException {
        float[] recorded = recordedPixels();
        float[] found = pixels(features, image);
        return recorded.length == found.length
                && IntStream.range(0, found.length).allMatch(i -> Math.abs(found[i] - recorded[i]) <= PIXEL);
    }

    /** Compares what enters the tower of an image. */
    void comparePixels(VisualFeatures features, Image image) throws IOException {
        comparison.close("input", "pixels", recordedPixels(), pixels(features, image), PIXEL, 1);
    }

    private float[] recordedPixels() throws IOException {
        return Tensors.read(parity.path("pixel_values")).floats("pixel_values");
    }

    private static float[] pixels(VisualFeatures features, Image image) {
        return features.captured(image, Capture.pixels()).toFloatArray();
    }

    /** Compares what enters the decoder of an image. */
    void compareFeatures(VisualFeatures features, Image image) throws IOException {
        comparison.close(
                "features",
                "projected features",
                parity.outputs().floats("image_features"),
                features.of(image).toFloatArray(),
                parity.tolerance("image_features_atol").orElse(1e-4),
                1);
    }

    /** All layers of the decoder, with what drops did to the sequence compared; the caller closes it. */
    Prefill prefill(Backbone backbone, Prompt prompt, VisualFeatures features) throws IOException {
        Prefill prefill = Prefill.run(
                backbone,
                official.method(),
                List.of(prompt),
                features,
                new Seeds(0, parity.name(), 0),
                List.of(parity.name()));
        DropComparison drops = new DropComparison(parity, comparison);
        drops.stages(official.drops(), prefill.stages(0));
        drops.lengths(prefill.layers(0));
        drops.positions(official.drops(), prefill);
        return prefill;
    }
}
