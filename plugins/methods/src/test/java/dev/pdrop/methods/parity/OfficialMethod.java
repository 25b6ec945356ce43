// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import com.google.gson.JsonObject;
import dev.pdrop.engine.Method;
import dev.pdrop.methods.controls.NoReductionScheduler;
import dev.pdrop.methods.fastv.FastVRanker;
import dev.pdrop.methods.fastv.SingleStageScheduler;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler;
import dev.pdrop.methods.pyramiddrop.Rounding;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.PositionPolicy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A method with the settings of a case, and what its drops left in the official implementation.
 *
 * @param title for the table
 * @param method the same in this toolkit
 * @param drops in order of layers
 */
record OfficialMethod(String title, Method method, List<Drop> drops) {

    /**
     * A recorded drop.
     *
     * @param layer before which it happened
     * @param kept visual indices that stayed, ascending
     * @param positions position ids of all rows afterwards
     * @param scores name of the tensor that holds the scores
     */
    record Drop(int layer, List<Integer> kept, List<Integer> positions, String scores) {}

    static OfficialMethod of(ParityCase parity) {
        return switch (parity.kind()) {
            case "vanilla" -> new OfficialMethod(
                    "none",
                    new Method(Optional.empty(), new NoReductionScheduler(), PositionPolicy.ORIGINAL),
                    List.of());
            case "pdrop" -> pyramidDrop(parity);
            case "fastv" -> fastV(parity);
            default -> throw new IllegalArgumentException(parity.name() + " is of unknown kind " + parity.kind());
        };
    }

    private static OfficialMethod pyramidDrop(ParityCase parity) {
        PyramidDropRanker ranker = new PyramidDropRanker(new PyramidDropRanker.Config(
                PyramidDropRanker.Softmax.ROW,
                Capture.Rotation.POST,
                PyramidDropRanker.Query.LAST_PROMPT_TOKEN,
                PyramidDropRanker.Layer.NEXT,
                PyramidDropRanker.Heads.MEAN));
        PyramidScheduler scheduler = new PyramidScheduler(new PyramidScheduler.Config(
                4,
                new BigDecimal("0.5"),
                Optional.of(parity.integers("layer_list")),
                Optional.of(parity.decimals("image_token_ratio_list")),
                Rounding.INT));
        return new OfficialMethod(
                "pyramid-drop",
                new Method(Optional.of(ranker), scheduler, PositionPolicy.CONTIGUOUS),
                parity.objects("stages").stream().map(OfficialMethod::stage).toList());
    }

    private static Drop stage(JsonObject stage) {
        int layer = stage.get("rank_layer").getAsInt();
        return new Drop(
                layer,
                ParityCase.integers(stage.get("kept")),
                ParityCase.integers(stage.get("position_ids_after")),
                "scores_after_layer_" + layer);
    }

    private static OfficialMethod fastV(ParityCase parity) {
        List<Integer> kept = parity.integers("kept");
        Drop drop = new Drop(parity.integer("K"), kept, parity.integers("position_ids_from_layer_K"), "scores");
        FastVRanker ranker = new FastVRanker(new FastVRanker.Config(FastVRanker.Query.LAST_PROMPT_TOKEN));
        // The official variants round differently; which one made a case shows in how many it kept.
        SingleStageScheduler.Rounding rounding = kept.size() == parity.integer("keep_int")
                ? SingleStageScheduler.Rounding.INT
                : SingleStageScheduler.Rounding.ROUND;
        SingleStageScheduler scheduler = new SingleStageScheduler(
                new SingleStageScheduler.Config(drop.layer(), parity.decimal("R"), Optional.empty(), rounding));
        return new OfficialMethod(
                "fastv",
                new Method(Optional.of(ranker), scheduler, PositionPolicy.ORIGINAL),
                List.of(drop));
    }
}
