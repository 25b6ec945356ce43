// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import dev.pdrop.backbones.starter.LlavaStarterConfig.Initialization;
import dev.pdrop.backbones.starter.LlavaStarterConfig.Vision;

/** The starting weights of a CLIP tower and of the projector behind it. */
final class TowerStart {

    private static final String TOWER = "vision_tower.";
    private static final String PROJECTOR = "multi_modal_projector.";
    private static final int CHANNELS = 3;

    private final Vision vision;
    private final Initialization initialization;

    TowerStart(Vision vision, Initialization initialization) {
        this.vision = vision;
        this.initialization = initialization;
    }

    /**
     * Adds all tensors.
     *
     * @param hiddenSize the width of the decoder, which the projector leads to
     */
    void addTo(TensorDraft draft, long hiddenSize) {
        int width = vision.width();
        double scale = initialization.projections();
        embeddings(draft, width, scale);
        draft.normWithBias(TOWER + "pre_layrnorm", width);
        for (int layer = 0; layer < vision.layers(); layer++) {
            layer(draft, TOWER + "encoder.layers." + layer + ".", width, scale);
        }
        draft.normWithBias(TOWER + "post_layernorm", width);
        draft.linear(PROJECTOR + "linear_1", scale, hiddenSize, width);
        draft.linear(PROJECTOR + "linear_2", scale, hiddenSize, hiddenSize);
    }

    private void embeddings(TensorDraft draft, int width, double scale) {
        String prefix = TOWER + "embeddings.";
        int patch = vision.patchSize();
        draft.normal(prefix + "class_embedding", scale / StrictMath.sqrt(width), width);
        draft.normal(
                prefix + "patch_embedding.weight",
                scale / StrictMath.sqrt(CHANNELS * patch * patch),
                width,
                CHANNELS,
                patch,
                patch);
        GridPositions positions = new GridPositions(
                vision.side(), vision.width(), initialization.positions(), initialization.positionTemperature());
        draft.add(prefix + "position_embedding.weight", positions::table, 1 + vision.patches(), width);
    }

    private void layer(TensorDraft draft, String prefix, int width, double scale) {
        double residual = scale * initialization.residualShare(vision.layers());
        draft.normWithBias(prefix + "layer_norm1", width);
        draft.linear(prefix + "self_attn.q_proj", scale, width, width);
        draft.linear(prefix + "self_attn.k_proj", scale, width, width);
        draft.linear(prefix + "self_attn.v_proj", scale, width, width);
        draft.linear(prefix + "self_attn.out_proj", residual, width, width);
        draft.normWithBias(prefix + "layer_norm2", width);
        draft.linear(prefix + "mlp.fc1", scale, vision.feedForward(), width);
        draft.linear(prefix + "mlp.fc2", residual, width, vision.feedForward());
    }
}
