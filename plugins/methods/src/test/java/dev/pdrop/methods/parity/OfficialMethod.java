// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pdrop.engine.Method;
import dev.pdrop.methods.controls.NoReductionScheduler;
import dev.pdrop.methods.fastv.SingleStageScheduler;
import dev.pdrop.spi.PositionPolicy;
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
     * @param positions position ids of all rows afterwards, if recorded
     * @param scores name of the tensor that holds the scores
     */
    record Drop(int layer, List<Integer> kept, Optional<List<Integer>> positions, String scores) {}

    static OfficialMethod of(ParityCase parity) {
        return switch (parity.kind()) {
            case "vanilla" -> new OfficialMethod("none", none(), List.of());
            case "pdrop", "pdrop_train" ->
                pyramidDrop(explicit(parity).orElseGet(() -> official(parity)), stages(parity));
            case "fastv" ->
                new OfficialMethod(
                        "fastv",
                        explicit(parity).orElseGet(() -> fastV(parity)),
                        parity.has("stages") ? stages(parity) : List.of(theDrop(parity)));
            default -> throw new IllegalArgumentException(parity.name() + " is of unknown kind " + parity.kind());
        };
    }

    private static Method none() {
        return new Method(Optional.empty(), new NoReductionScheduler(), PositionPolicy.ORIGINAL);
    }

    private static Optional<Method> explicit(ParityCase parity) {
        return parity.has("method") ? Optional.of(MethodBlock.method(parity.object("method"))) : Optional.empty();
    }

    /** A lesson may be learnt without a drop. */
    private static OfficialMethod pyramidDrop(Method method, List<Drop> drops) {
        return new OfficialMethod(method.ranker().isPresent() ? "pyramid-drop" : "none", method, drops);
    }

    private static Method official(ParityCase parity) {
        return MethodBlock.pyramidDrop(parity.integers("layer_list"), parity.decimals("image_token_ratio_list"));
    }

    private static Method fastV(ParityCase parity) {
        // The official variants round differently; which one made a case shows in how many it kept.
        boolean truncated = parity.integers("kept").size() == parity.integer("keep_int");
        return MethodBlock.fastV(
                parity.integer("K"),
                parity.decimal("R"),
                truncated ? SingleStageScheduler.Rounding.INT : SingleStageScheduler.Rounding.ROUND);
    }

    private static List<Drop> stages(ParityCase parity) {
        return parity.objects("stages").stream().map(OfficialMethod::stage).toList();
    }

    private static Drop stage(JsonObject stage) {
        int layer = stage.get("rank_layer").getAsInt();
        Optional<JsonElement> positions = Optional.ofNullable(stage.get("position_ids_after"));
        return new Drop(
                layer,
                ParityCase.integers(stage.get("kept")),
                positions.map(ParityCase::integers),
                "scores_after_layer_" + layer);
    }

    private static Drop theDrop(ParityCase parity) {
        return new Drop(
                parity.integer("K"),
                parity.integers("kept"),
                Optional.of(parity.integers("position_ids_from_layer_K")),
                "scores");
    }
}
