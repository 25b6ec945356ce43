// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import java.util.List;

/**
 * What a model said to one example, and what it took.
 *
 * @param written the new tokens
 * @param stages what the stages of the method did, in order
 * @param layers what each decoder layer processed
 * @param prefillNanos time from prompt to first token, this example's share of its batch
 * @param decodeNanos time for the tokens after the first, this example's share of its batch
 */
public record Answer(
        GreedyDecoding.Written written,
        List<StageOutcome> stages,
        List<LayerOutcome> layers,
        long prefillNanos,
        long decodeNanos) {

    /** Copies the lists. */
    public Answer {
        stages = List.copyOf(stages);
        layers = List.copyOf(layers);
    }

    /** Mean over layers of the visual tokens that really entered them. */
    public double averageTokens() {
        return layers.stream().mapToInt(LayerOutcome::visualTokens).average().orElse(0);
    }
}
