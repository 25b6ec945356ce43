// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import dev.pdrop.backbones.starter.LlavaStarterConfig.Decoder;
import dev.pdrop.backbones.starter.LlavaStarterConfig.Initialization;

/** The starting weights of a Llama decoder. */
final class DecoderStart {

    private static final String MODEL = "language_model.model.";

    private final Decoder decoder;
    private final Initialization initialization;

    DecoderStart(Decoder decoder, Initialization initialization) {
        this.decoder = decoder;
        this.initialization = initialization;
    }

    /** Adds all tensors. */
    void addTo(TensorDraft draft, long vocabulary) {
        int hidden = decoder.hiddenSize();
        draft.normal(MODEL + "embed_tokens.weight", initialization.embeddings(), vocabulary, hidden);
        for (int layer = 0; layer < decoder.layers(); layer++) {
            layer(draft, MODEL + "layers." + layer + ".");
        }
        draft.norm(MODEL + "norm", hidden);
        if (!decoder.tiedEmbeddings()) {
            draft.normal("language_model.lm_head.weight", deviation(hidden), vocabulary, hidden);
        }
    }

    private void layer(TensorDraft draft, String prefix) {
        int hidden = decoder.hiddenSize();
        int feedForward = decoder.feedForward();
        double residual = initialization.residualShare(decoder.layers());
        draft.norm(prefix + "input_layernorm", hidden);
        new MimeticAttention(decoder, initialization, prefix + "self_attn.").addTo(draft);
        draft.norm(prefix + "post_attention_layernorm", hidden);
        draft.normal(prefix + "mlp.gate_proj.weight", deviation(hidden), feedForward, hidden);
        draft.normal(prefix + "mlp.up_proj.weight", deviation(hidden), feedForward, hidden);
        draft.normal(prefix + "mlp.down_proj.weight", residual * deviation(feedForward), hidden, feedForward);
    }

    private double deviation(int inputs) {
        return initialization.projections() / StrictMath.sqrt(inputs);
    }
}
