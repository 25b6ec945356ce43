// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavaonevision;

import dev.pdrop.backbones.decoder.DecoderConfig;
import dev.pdrop.backbones.family.QwenSettings;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.family.SiglipSettings;
import dev.pdrop.backbones.family.Tiled;
import dev.pdrop.backbones.image.Resolution;
import dev.pdrop.backbones.image.TileLayout;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.backbones.image.TokenLayout;
import dev.pdrop.backbones.vision.SiglipConfig;
import dev.pdrop.spi.Geometry;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The description of a LLaVA-OneVision model.
 *
 * @param decoder the language model
 * @param vision the tower as far as it is run
 * @param projectorBias whether the projector's layers have biases
 * @param imageToken the id that stands at visual slots
 * @param canvases what pictures are laid out on, at least one, each a multiple of a tile
 * @param mostTiles how many tiles' worth of tokens a canvas becomes at most
 */
record LlavaOnevisionConfig(
        DecoderConfig decoder,
        SiglipConfig vision,
        boolean projectorBias,
        int imageToken,
        List<Resolution> canvases,
        int mostTiles) {

    private static final String CANVASES = "image_grid_pinpoints";
    private static final String ASPECT_RATIO = "vision_aspect_ratio";
    private static final Pattern MOST_TILES = Pattern.compile("anyres_max_([1-9]\\d{0,3})");

    /** Up to six tiles of 384 pixels each way: what transformers takes where the key is missing. */
    private static final List<List<Integer>> USUAL_CANVASES = IntStream.rangeClosed(1, 6)
            .boxed()
            .flatMap(rows -> IntStream.rangeClosed(1, 6).mapToObj(columns -> List.of(384 * rows, 384 * columns)))
            .toList();

    /**
     * Reads {@code config.json}.
     *
     * @throws dev.pdrop.spi.InvalidModelException if it describes something unsupported
     */
    static LlavaOnevisionConfig read(Settings config) {
        config.forbid("quantization_config");
        config.choice("projector_hidden_act", "gelu", List.of("gelu"));
        Matcher most = MOST_TILES.matcher(config.string(ASPECT_RATIO).orElse("anyres_max_9"));
        if (!most.matches()) {
            throw config.wrong(ASPECT_RATIO, "anyres_max_N");
        }
        SiglipConfig vision = SiglipSettings.read(config);
        String imageToken = config.has("image_token_id") ? "image_token_id" : "image_token_index";
        return new LlavaOnevisionConfig(
                QwenSettings.read(config.block("text_config"), config.flag("tie_word_embeddings", false)),
                vision,
                config.flag("multimodal_projector_bias", true),
                config.whole(imageToken, 151646),
                canvases(config, vision.imageSize()),
                Integer.parseInt(most.group(1)));
    }

    private static List<Resolution> canvases(Settings config, int tile) {
        List<Resolution> canvases =
                TileProcessor.resolutions(config.has(CANVASES) ? config.sizeLists(CANVASES) : USUAL_CANVASES);
        boolean whole = canvases.stream().allMatch(canvas -> canvas.height() % tile == 0 && canvas.width() % tile == 0);
        if (canvases.isEmpty() || !whole) {
            throw config.wrong(CANVASES, "heights and widths that are multiples of the tower's " + tile + " pixels,");
        }
        return canvases;
    }

    /** The sizes that planning and costs need; the usual image fills the largest canvas that keeps all its tokens. */
    Geometry geometry() {
        Resolution usual = usual();
        int visualTokens = TokenLayout.of(
                        new TileLayout(usual.width(), usual.height(), usual, vision.imageSize()),
                        vision.side(),
                        mostTiles)
                .size();
        return Tiled.of(oneTile(), 1 + tiles(usual), visualTokens);
    }

    private Resolution usual() {
        return Stream.concat(
                        canvases.stream().filter(canvas -> tiles(canvas) <= mostTiles),
                        canvases.stream().limit(1))
                .max(Comparator.comparingInt(this::tiles))
                .orElseThrow();
    }

    /**
     * Visual tokens of the usual image when it is shortened.
     *
     * @param scale share of each side, above 0 and below 1
     */
    int visualTokens(double scale) {
        int width = Tiled.shortened(usual().width(), scale);
        int height = Tiled.shortened(usual().height(), scale);
        return TokenLayout.of(TileLayout.of(width, height, canvases, vision.imageSize()), vision.side(), mostTiles)
                .size();
    }

    private int tiles(Resolution canvas) {
        return canvas.height() / vision.imageSize() * (canvas.width() / vision.imageSize());
    }

    private Geometry oneTile() {
        long width = decoder.hiddenSize();
        return decoder.geometry(new Geometry.Vision(
                vision.tower(),
                new Geometry.Projector(vision.rows(), width * (vision.hiddenSize() + width)),
                vision.rows()));
    }
}
