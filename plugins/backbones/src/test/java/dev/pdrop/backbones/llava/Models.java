// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.family.ImageFeatures;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Logits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Opens models and runs them the way an engine would. */
final class Models {

    private Models() {}

    static LlavaBackbone open(Path folder) {
        return (LlavaBackbone) new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(folder, "cpu", NumberFormat.FLOAT32, "auto"));
    }

    static Image image(String name) {
        return Image.of(name, 1, 1, new byte[3]);
    }

    static ImageFeatures features(LlavaBackbone backbone, Image image, float[] pixels) {
        ImageFeatures features = new ImageFeatures(Set.of());
        backbone.encode(features, List.of(image), pixels);
        return features;
    }

    /** Greedy tokens and the logits of each step; closes the state, which stands at the last boundary. */
    static Generated generate(LlavaBackbone backbone, DecoderState prefilled, int count) {
        List<Integer> tokens = new ArrayList<>();
        List<float[]> logits = new ArrayList<>();
        DecoderState state = prefilled;
        for (int step = 0; step < count; step++) {
            Logits next = backbone.logits(state);
            tokens.add(next.argmax(0));
            logits.add(next.row(0));
            DecoderState old = state;
            state = backbone.append(old, List.of(new int[] {next.argmax(0)}));
            old.close();
        }
        state.close();
        return new Generated(tokens, logits);
    }

    record Generated(List<Integer> tokens, List<float[]> logits) {}
}
