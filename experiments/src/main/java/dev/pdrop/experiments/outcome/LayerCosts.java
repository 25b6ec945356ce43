// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import com.google.gson.annotations.SerializedName;
import java.util.List;

/**
 * What an arm costs, layer by layer.
 *
 * @param nominalTokensPerLayer visual tokens that enter each layer by the schedule, for a prompt with one image of the
 *     usual size
 * @param tokensPerLayer visual tokens that did enter each layer, audited: mean over the questions
 * @param keyValueBytesPerLayer bytes of keys and values that each layer cached, text included, audited: mean over the
 *     questions
 * @param fullTmac mean prefill cost in 10^12 multiply-adds under the convention {@code full}, from audited counts
 */
public record LayerCosts(
        List<Integer> nominalTokensPerLayer,
        List<Double> tokensPerLayer,

        @SerializedName("kv_bytes_per_layer") List<Double> keyValueBytesPerLayer,

        double fullTmac) {

    /** Copies the lists. */
    public LayerCosts {
        nominalTokensPerLayer = List.copyOf(nominalTokensPerLayer);
        tokensPerLayer = List.copyOf(tokensPerLayer);
        keyValueBytesPerLayer = List.copyOf(keyValueBytesPerLayer);
    }

    /** Mean over layers of the nominal tokens. */
    public double nominalTokens() {
        return nominalTokensPerLayer.stream()
                .mapToInt(Integer::intValue)
                .average()
                .orElse(0);
    }
}
