// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import com.google.gson.JsonElement;
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
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A method as a case spells it, {@code {"ranker": .., "schedule": .., "positions": ..}}, with the official defaults.
 */
final class MethodBlock {

    private final JsonObject block;

    private MethodBlock(JsonObject block) {
        this.block = block;
    }

    static Method method(JsonObject method) {
        MethodBlock whole = new MethodBlock(method);
        return new Method(
                whole.optional("ranker", ranker -> ranker(new MethodBlock(ranker.getAsJsonObject()))),
                scheduler(new MethodBlock(method.getAsJsonObject("schedule"))),
                whole.choice("positions", PositionPolicy.ORIGINAL));
    }

    private static TokenRanker ranker(MethodBlock block) {
        return switch (block.text("use")) {
            case PyramidDropRanker.NAME ->
                new PyramidDropRanker(new PyramidDropRanker.Config(
                        block.choice("softmax", PyramidDropRanker.Softmax.ROW),
                        block.choice("rope", Capture.Rotation.POST),
                        block.choice("query", PyramidDropRanker.Query.LAST_PROMPT_TOKEN),
                        block.choice("layer", PyramidDropRanker.Layer.NEXT),
                        block.choice("heads", PyramidDropRanker.Heads.MEAN)));
            case FastVRanker.NAME ->
                new FastVRanker(new FastVRanker.Config(block.choice("query", FastVRanker.Query.LAST_PROMPT_TOKEN)));
            default -> throw new IllegalArgumentException("unknown ranker in " + block.block);
        };
    }

    private static StageScheduler scheduler(MethodBlock block) {
        return switch (block.text("use")) {
            case PyramidScheduler.NAME ->
                new PyramidScheduler(new PyramidScheduler.Config(
                        block.optional("stages", JsonElement::getAsInt).orElse(4),
                        block.optional("lambda", JsonElement::getAsBigDecimal).orElse(new BigDecimal("0.5")),
                        block.optional("layers", ParityCase::integers),
                        block.optional("ratios", ParityCase::decimals),
                        block.choice("rounding", Rounding.INT)));
            case SingleStageScheduler.NAME ->
                new SingleStageScheduler(new SingleStageScheduler.Config(
                        block.optional("layer", JsonElement::getAsInt).orElse(2),
                        block.optional("drop-ratio", JsonElement::getAsBigDecimal)
                                .orElse(new BigDecimal("0.5")),
                        block.optional("keep", JsonElement::getAsInt),
                        block.choice("rounding", SingleStageScheduler.Rounding.INT)));
            case NoReductionScheduler.NAME -> new NoReductionScheduler();
            default -> throw new IllegalArgumentException("unknown schedule in " + block.block);
        };
    }

    private String text(String key) {
        return optional(key, JsonElement::getAsString)
                .orElseThrow(() -> new IllegalArgumentException(block + " lacks " + key));
    }

    private <T> Optional<T> optional(String key, Function<JsonElement, T> reader) {
        return Optional.ofNullable(block.get(key)).map(reader);
    }

    private <E extends Enum<E>> E choice(String key, E otherwise) {
        return optional(key, JsonElement::getAsString)
                .map(name -> Enum.valueOf(
                        otherwise.getDeclaringClass(),
                        name.toUpperCase(Locale.ROOT).replace('-', '_')))
                .orElse(otherwise);
    }

    /** The method of PyramidDrop's official code with the layers and ratios of a case. */
    static Method pyramidDrop(List<Integer> layers, List<BigDecimal> ratios) {
        PyramidScheduler.Config schedule = new PyramidScheduler.Config(
                4, new BigDecimal("0.5"), Optional.of(layers), Optional.of(ratios), Rounding.INT);
        return new Method(
                Optional.of(ranker(use(PyramidDropRanker.NAME))),
                new PyramidScheduler(schedule),
                PositionPolicy.CONTIGUOUS);
    }

    /** The method of FastV's official code with the layer and ratio of a case. */
    static Method fastV(int layer, BigDecimal dropRatio, SingleStageScheduler.Rounding rounding) {
        SingleStageScheduler.Config schedule =
                new SingleStageScheduler.Config(layer, dropRatio, Optional.empty(), rounding);
        return new Method(
                Optional.of(ranker(use(FastVRanker.NAME))),
                new SingleStageScheduler(schedule),
                PositionPolicy.ORIGINAL);
    }

    private static MethodBlock use(String name) {
        JsonObject block = new JsonObject();
        block.addProperty("use", name);
        return new MethodBlock(block);
    }
}
