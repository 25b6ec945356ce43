// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.trace;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.pdrop.engine.LayerOutcome;
import dev.pdrop.engine.StageOutcome;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Prompt;
import java.util.List;

/**
 * What happened to one example.
 *
 * @param prompt what the model read
 * @param stages what each scheduled stage did
 * @param layers what each decoder layer processed during prefill
 * @param generatedIds new token ids, an end token included
 * @param text the answer
 * @param logits next-token logits of each step, the first one at the last prompt position
 * @param tensors what {@code --dump-tensors} writes
 */
public record Trace(
        Prompt prompt,
        List<StageOutcome> stages,
        List<LayerOutcome> layers,
        List<Integer> generatedIds,
        String text,
        List<Logits> logits,
        List<NamedTensor> tensors) {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    /** Copies the lists. */
    public Trace {
        stages = List.copyOf(stages);
        layers = List.copyOf(layers);
        generatedIds = List.copyOf(generatedIds);
        logits = List.copyOf(logits);
        tensors = List.copyOf(tensors);
    }

    /** Visual tokens that entered a layer, on average over the layers. */
    public double averageTokens() {
        return layers.stream().mapToInt(LayerOutcome::visualTokens).average().orElse(0);
    }

    /**
     * The trace as JSON.
     *
     * <p>Keys: {@code inputIds} (the image-token id at each visual slot), {@code spans} (image, start, length),
     * {@code stages} (layer, kept, scores, margin; scores belong to the visual tokens that entered the stage, margin is
     * null where nothing or everything was dropped), {@code layers} (tokens, visual, kvTokens, firstPosition,
     * lastPosition), {@code generatedIds}, {@code text}, {@code lastLogits}. Keys are added, never changed.
     */
    public String json() {
        JsonObject root = new JsonObject();
        root.add("inputIds", array(prompt.ids()));
        root.add("spans", spans());
        root.add("stages", stagesJson());
        root.add("layers", layersJson());
        JsonArray generated = new JsonArray();
        generatedIds.forEach(generated::add);
        root.add("generatedIds", generated);
        root.addProperty("text", text);
        root.add("lastLogits", array(logits.get(0).row(0)));
        return GSON.toJson(root) + "\n";
    }

    private JsonArray spans() {
        JsonArray spans = new JsonArray();
        for (ImageSpan span : prompt.layout().spans()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("image", span.image());
            entry.addProperty("start", span.start());
            entry.addProperty("length", span.length());
            spans.add(entry);
        }
        return spans;
    }

    private JsonArray stagesJson() {
        JsonArray all = new JsonArray();
        for (StageOutcome stage : stages) {
            JsonObject entry = new JsonObject();
            entry.addProperty("layer", ((Point.DecoderLayer) stage.stage().point()).layer());
            entry.add("kept", array(stage.kept()));
            entry.add("scores", array(stage.scores()));
            if (Double.isNaN(stage.margin())) {
                entry.add("margin", JsonNull.INSTANCE);
            } else {
                entry.addProperty("margin", stage.margin());
            }
            all.add(entry);
        }
        return all;
    }

    private JsonArray layersJson() {
        JsonArray all = new JsonArray();
        for (LayerOutcome layer : layers) {
            JsonObject entry = new JsonObject();
            entry.addProperty("tokens", layer.tokens());
            entry.addProperty("visual", layer.visualTokens());
            entry.addProperty("kvTokens", layer.keyValueTokens());
            entry.addProperty("firstPosition", layer.firstPosition());
            entry.addProperty("lastPosition", layer.lastPosition());
            all.add(entry);
        }
        return all;
    }

    private static JsonArray array(int[] numbers) {
        JsonArray array = new JsonArray(numbers.length);
        for (int number : numbers) {
            array.add(number);
        }
        return array;
    }

    private static JsonArray array(float[] numbers) {
        JsonArray array = new JsonArray(numbers.length);
        for (float number : numbers) {
            array.add(number);
        }
        return array;
    }
}
