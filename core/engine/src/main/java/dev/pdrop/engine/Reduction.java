// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Action;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Stage;
import java.util.List;

/** One stage on one batch: rank, select, retain. */
final class Reduction {

    /**
     * A reduced batch.
     *
     * @param state the new state, owned by the caller
     * @param outcomes one an example
     */
    record Reduced(DecoderState state, List<StageOutcome> outcomes) {}

    private final Backbone backbone;
    private final Seeds seeds;
    private final List<String> names;

    /**
     * A reduction.
     *
     * @param names of the examples, by which random numbers are drawn
     */
    Reduction(Backbone backbone, Seeds seeds, List<String> names) {
        this.backbone = backbone;
        this.seeds = seeds;
        this.names = names;
    }

    /** Applies a stage to a state that stands at its point; the state stays open. */
    Reduced apply(Stage stage, Method method, DecoderState state) {
        Choices choices = state.visualTokens() > 0 && stage.action() instanceof Action.Keep
                ? Verdict.of(backbone, method.ranker().orElseThrow(), stage, state, seeds, names)
                        .choices()
                : Choices.nothing(state.batch());
        if (!choices.even()) {
            throw new UnevenSelectionException();
        }
        return new Reduced(
                backbone.retain(state, choices.retention(), method.positions()), choices.outcomes(stage, state));
    }
}
