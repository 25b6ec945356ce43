// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.decoder.DecoderConfig;
import dev.pdrop.backbones.family.QwenSettings;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.PatchProcessor;
import dev.pdrop.backbones.image.PatchProcessor.Patch;
import dev.pdrop.backbones.kernels.WindowKernels.Style;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidImageException;
import java.util.List;
import java.util.Set;

/**
 * The description of a Qwen2-VL or Qwen2.5-VL model.
 *
 * @param decoder the language model
 * @param vision the tower and the merger
 * @param imageToken the id that stands at visual slots
 * @param positionsPerSecond how many positions in time a second of a video takes; 0 where a step of frames takes one
 */
record QwenVlConfig(DecoderConfig decoder, QwenVisionConfig vision, int imageToken, double positionsPerSecond) {

    /* The picture that planning takes for the usual one, in pixels along each side, as far as the limits allow. */
    private static final int USUAL_SIDE = 896;

    private static final int WIDEST = 1 << 16;

    /**
     * Reads {@code config.json}, whether its decoder has a block of its own or stands at its top, as on the hub.
     *
     * @param type {@code qwen2_vl} or {@code qwen2_5_vl}
     * @throws dev.pdrop.spi.InvalidModelException if it describes something unsupported
     */
    static QwenVlConfig read(Settings config, String type) {
        config.forbid("quantization_config");
        boolean nested = config.has("text_config");
        Settings text = nested ? config.block("text_config") : config;
        DecoderConfig decoder = QwenSettings.readOnGrids(
                text, nested ? type + "_text" : type, nested && config.flag("tie_word_embeddings", false));
        Settings vision = config.block("vision_config");
        QwenVisionConfig tower = type.equals("qwen2_vl") ? quick(vision) : gated(vision);
        if (tower.outputSize() != decoder.hiddenSize()) {
            String key = type.equals("qwen2_vl") ? "hidden_size" : "out_hidden_size";
            throw vision.wrong(key, "the decoder's width, " + decoder.hiddenSize() + ",");
        }
        return new QwenVlConfig(
                decoder,
                tower,
                config.whole("image_token_id", 151655),
                type.equals("qwen2_vl") ? 0 : vision.positive("tokens_per_second", 4));
    }

    /** Where a step of frames of an image stands in time, in positions from its beginning. */
    int time(Image image, int step) {
        if (!image.isVideo() || positionsPerSecond == 0) {
            return step;
        }
        double seconds = vision.patch().frames() / image.framesPerSecond();
        // As transformers multiplies, in float32, and cuts off.
        return (int) (step * ((float) positionsPerSecond * (float) seconds));
    }

    /**
     * Checks that a video's last step stands at a position that the model was made for.
     *
     * @throws InvalidImageException if it does not
     */
    void requireShort(Image image, int steps) {
        if (time(image, steps - 1) >= decoder.maxPositions()) {
            throw new InvalidImageException("expected a video that ends before position " + decoder.maxPositions()
                    + " of this model, found " + image + ", " + image.framesPerSecond()
                    + " a second: take fewer frames, or correct how many of them pass in a second");
        }
    }

    private static QwenVisionConfig quick(Settings vision) {
        vision.choice("model_type", "qwen2_vl_vision", List.of("qwen2_vl_vision", "qwen2_vl"));
        vision.choice("hidden_act", "quick_gelu", List.of("quick_gelu"));
        int width = bounded(vision, "embed_dim", 1280, WIDEST);
        return new QwenVisionConfig(
                Style.QUICK_GELU,
                patch(vision),
                width,
                (int) (width * vision.positive("mlp_ratio", 4)),
                heads(vision, "embed_dim", width),
                vision.size("depth", 32),
                QwenVisionConfig.UNBOUNDED,
                Set.of(),
                ropeTheta(vision),
                vision.size("hidden_size", 3584));
    }

    private static QwenVisionConfig gated(Settings vision) {
        vision.choice("model_type", "qwen2_5_vl_vision", List.of("qwen2_5_vl_vision", "qwen2_5_vl"));
        vision.choice("hidden_act", "silu", List.of("silu"));
        int width = bounded(vision, "hidden_size", 3584, WIDEST);
        Patch patch = patch(vision);
        int window = vision.size("window_size", 112) / patch.merged() / patch.size();
        if (window < 1) {
            throw vision.wrong("window_size", "at least " + patch.merged() * patch.size());
        }
        return new QwenVisionConfig(
                Style.GATED,
                patch,
                width,
                vision.size("intermediate_size", 3420),
                heads(vision, "hidden_size", width),
                vision.size("depth", 32),
                window,
                vision.has("fullatt_block_indexes")
                        ? Set.copyOf(vision.wholes("fullatt_block_indexes", 0))
                        : Set.of(7, 15, 23, 31),
                ropeTheta(vision),
                vision.size("out_hidden_size", 3584));
    }

    private static Patch patch(Settings vision) {
        vision.forbid("quantization_config");
        for (String channels : List.of("in_channels", "in_chans")) {
            if (vision.whole(channels, 3) != 3) {
                throw vision.wrong(channels, "3");
            }
        }
        return new Patch(
                bounded(vision, "patch_size", 14, 256),
                bounded(vision, "temporal_patch_size", 2, 8),
                bounded(vision, "spatial_merge_size", 2, 16));
    }

    /* Far above what is published, so that products of these fit: numbers of a patch and of a picture of 64 megapixels
     * in an integer, weights of the merger in a long one. */
    private static int bounded(Settings vision, String key, int absent, int most) {
        int value = vision.size(key, absent);
        if (value > most) {
            throw vision.wrong(key, "a whole number from 1 to " + most);
        }
        return value;
    }

    private static int heads(Settings vision, String key, int width) {
        int heads = vision.size("num_heads", 16);
        if (width % (4L * heads) != 0) {
            throw vision.wrong(key, "a multiple of four times num_heads, " + 4L * heads + ",");
        }
        return heads;
    }

    private static double ropeTheta(Settings vision) {
        Settings parameters = vision.block("rope_parameters");
        parameters.choice("rope_type", "axial", List.of("axial"));
        return parameters.positive("rope_theta", 10000);
    }

    /** The sizes that planning and costs need; the usual image is a square of 896 pixels, or what becomes of it. */
    Geometry geometry(PatchProcessor processor) {
        return decoder.geometry(vision.vision(processor.grid(USUAL_SIDE, USUAL_SIDE)));
    }

    /**
     * Visual tokens of the usual image when it is shortened.
     *
     * @param scale share of each side, above 0 and below 1
     */
    static int visualTokens(PatchProcessor processor, double scale) {
        int side = (int) Math.max(1, Math.round(USUAL_SIDE * scale));
        return processor.grid(side, side).tokens();
    }
}
