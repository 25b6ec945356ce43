// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.decoder.DecoderWeights;
import dev.pdrop.backbones.family.ModelFamily;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.PatchProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.weights.WeightLoader;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.TokenGrid;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Checkpoints of {@code Qwen2VLForConditionalGeneration} or of {@code Qwen2_5_VLForConditionalGeneration}: pictures at
 * their own size, and a Qwen2 decoder that places visual tokens by time, row and column.
 *
 * <p>Of a video two frames share a patch, and are seen by themselves; such steps go on in time, by one position each or
 * by seconds, and text behind a video goes on behind its largest position, as the paper says (transformers 5.23.0 has
 * it go on behind its largest row or column).
 *
 * <p>Not done yet: captures of the tower; training. Scaled rotary positions, sliding windows and quantised weights are
 * refused where a checkpoint asks for them.
 *
 * @source "Qwen2-VL: Enhancing Vision-Language Model's Perception of the World at Any Resolution" (arXiv 2409.12191)
 *     and "Qwen2.5-VL Technical Report" (arXiv 2502.13923), as transformers 5.23.0 runs them
 */
public final class QwenVlFamily implements ModelFamily {

    private static final String PLACEHOLDER = "<|image_pad|>";

    private final String name;
    private final String architecture;

    private QwenVlFamily(String name, String architecture) {
        this.name = name;
        this.architecture = architecture;
    }

    /** Qwen2-VL: layer norms, and every patch attends to all of its picture. */
    public static QwenVlFamily two() {
        return new QwenVlFamily("qwen2_vl", "Qwen2VLForConditionalGeneration");
    }

    /** Qwen2.5-VL: root-mean-square norms, gated blocks, and windows in most layers of the tower. */
    public static QwenVlFamily twoAndAHalf() {
        return new QwenVlFamily("qwen2_5_vl", "Qwen2_5_VLForConditionalGeneration");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> architectures() {
        return List.of(architecture);
    }

    @Override
    public Geometry geometry(Settings config) {
        QwenVlConfig read = QwenVlConfig.read(config, name);
        return read.geometry(processor(config.file().resolveSibling(""), read));
    }

    private static PatchProcessor processor(Path folder, QwenVlConfig config) {
        return PatchProcessor.read(folder, config.vision().patch());
    }

    /** None that all images have: it depends on their size. */
    @Override
    public Optional<TokenGrid> grid(Settings config) {
        return Optional.empty();
    }

    @Override
    public boolean seesLowerResolutions(Settings config) {
        return true;
    }

    @Override
    public OptionalInt visualTokens(Settings config, double scale) {
        PatchProcessor processor = processor(config.file().resolveSibling(""), QwenVlConfig.read(config, name));
        return OptionalInt.of(QwenVlConfig.visualTokens(processor, scale));
    }

    @Override
    public Backbone open(Opening opening, Kernels kernels) {
        try {
            QwenVlConfig config = QwenVlConfig.read(opening.config(), name);
            PatchProcessor patches = processor(opening.folder(), config);
            WeightLoader loader = opening.loader(kernels);
            // Versions of transformers between 4.52 and 5 wrote the names that modules have in memory.
            boolean inMemory = loader.checkpoint().has("model.language_model.embed_tokens.weight");
            String words = inMemory ? "model.language_model." : "model.";
            QwenTower tower = new QwenTowerWeights(
                            loader, kernels, config.vision(), inMemory ? "model.visual." : "visual.")
                    .load();
            DecoderWeights weights = DecoderWeights.load(loader, kernels, config.decoder(), words, "lm_head.weight");
            DecoderWeights.requireNoMoreLayers(loader.checkpoint(), config.decoder(), words);
            kernels.sealWeights();
            PromptWriter prompts =
                    PromptWriter.read(opening.folder(), opening.template(), config.imageToken(), PLACEHOLDER);
            Decoder decoder = new Decoder(kernels, config.decoder(), weights, config::time);
            return new QwenVlBackbone(name, opening, config, kernels, decoder, tower, patches, prompts);
        } catch (RuntimeException | Error e) {
            kernels.close();
            throw e;
        }
    }
}
