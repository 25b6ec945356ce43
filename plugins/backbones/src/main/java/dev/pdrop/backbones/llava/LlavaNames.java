// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.weights.Checkpoint;
import java.util.List;

/**
 * What the names of a checkpoint's tensors start with.
 *
 * <p>transformers 4.x and 5.x write the same names but for the tower, which lost {@code vision_model} in 5.x; some 4.5x
 * versions wrote the names that the modules have in memory.
 *
 * @param decoder up to {@code embed_tokens} and {@code layers}
 * @param head the output weights
 * @param tower up to {@code embeddings} and {@code encoder}
 * @param projector up to {@code linear_1}
 */
public record LlavaNames(String decoder, String head, String tower, String projector) {

    private static final String IN_MEMORY = "model.";

    /** The names of a checkpoint; where it fits none, the usual ones, so that loading says what is missing. */
    public static LlavaNames of(Checkpoint checkpoint) {
        boolean inMemory = checkpoint.has("model.language_model.embed_tokens.weight");
        String outer = inMemory ? IN_MEMORY : "";
        List<String> towers = List.of(outer + "vision_tower.", outer + "vision_tower.vision_model.");
        String tower = towers.stream()
                .filter(prefix -> checkpoint.has(prefix + "embeddings.patch_embedding.weight"))
                .findFirst()
                .orElse(towers.get(0));
        return new LlavaNames(
                inMemory ? "model.language_model." : "language_model.model.",
                inMemory ? "lm_head.weight" : "language_model.lm_head.weight",
                tower,
                outer + "multi_modal_projector.");
    }

    /** The feature behind each row of models that have one. */
    public String newline() {
        return (decoder.startsWith(IN_MEMORY) ? IN_MEMORY : "") + "image_newline";
    }
}
