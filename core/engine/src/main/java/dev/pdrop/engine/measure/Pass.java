// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.measure;

import dev.pdrop.engine.Asked;
import dev.pdrop.engine.NamedArm;
import dev.pdrop.engine.Prefill;
import dev.pdrop.engine.StageOutcome;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Times of one arm on one question, in nanoseconds.
 *
 * <p>Each span ends with logits on the host, which a device that works by itself has finished by then; what it was
 * still doing of the vision tower counts as prefill there.
 *
 * @param vision tower and projector
 * @param prefill to the first logits, ranking included
 * @param told to the first logits, told beforehand what to keep
 * @param decode all decoding steps
 */
record Pass(long vision, long prefill, long told, long decode) {

    /** From pixels to the first logits. */
    long firstToken() {
        return vision + prefill;
    }

    long ranking() {
        return prefill - told;
    }

    /**
     * Runs.
     *
     * @param steps decoding steps, whether or not an answer would have ended before
     */
    static Pass run(Backbone backbone, LongSupplier nanoTime, NamedArm arm, Asked question, int steps) {
        List<Prompt> prompts = List.of(question.prompt());
        List<String> names = arm.method().names(List.of(question));
        long start = nanoTime.getAsLong();
        try (VisualFeatures features = encode(backbone, question.prompt())) {
            long seen = nanoTime.getAsLong();
            List<StageOutcome> stages;
            long read;
            long written;
            try (Prefill prefill = Prefill.run(backbone, arm.method(), prompts, features, arm.seeds(), names)) {
                Logits first = backbone.logits(prefill.state());
                read = nanoTime.getAsLong();
                write(backbone, prefill.state(), first, steps);
                written = nanoTime.getAsLong();
                stages = prefill.stages(0);
            }
            if (stages.isEmpty()) {
                return new Pass(seen - start, read - seen, read - seen, written - read);
            }
            // The first caches are closed, so that no arm's peak memory holds two of them.
            long closed = nanoTime.getAsLong();
            told(backbone, prompts, features, stages, arm.method().positions());
            return new Pass(seen - start, read - seen, nanoTime.getAsLong() - closed, written - read);
        }
    }

    private static VisualFeatures encode(Backbone backbone, Prompt prompt) {
        return prompt.images().isEmpty() ? backbone.noFeatures() : backbone.encode(prompt.images(), Set.of());
    }

    private static void write(Backbone backbone, DecoderState start, Logits first, int steps) {
        DecoderState state = start;
        Logits logits = first;
        try {
            for (int step = 0; step < steps; step++) {
                DecoderState longer = backbone.append(state, List.of(new int[] {logits.argmax(0)}));
                if (state != start) {
                    state.close();
                }
                state = longer;
                logits = backbone.logits(state);
            }
        } finally {
            if (state != start) {
                state.close();
            }
        }
    }

    /** The same prefill again, without asking what to keep. */
    private static void told(
            Backbone backbone,
            List<Prompt> prompts,
            VisualFeatures features,
            List<StageOutcome> stages,
            PositionPolicy positions) {
        DecoderState state = backbone.embed(prompts, features);
        try {
            for (StageOutcome stage : stages) {
                int layer = ((Point.DecoderLayer) stage.stage().point()).layer();
                try (DecoderState before = state) {
                    state = backbone.advance(before, layer, Set.of());
                }
                try (DecoderState before = state) {
                    state = backbone.retain(before, new Retention(List.of(stage.mixture())), positions);
                }
            }
            try (DecoderState before = state) {
                state = backbone.advance(before, backbone.geometry().layers(), Set.of());
            }
            backbone.logits(state);
        } finally {
            state.close();
        }
    }
}
