// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;

/** Drops and merges rows of states: gathers the rows that stay, and with them whatever runs over rows. */
final class StateEditor {

    private final Kernels kernels;
    private final RowKernels rows;

    StateEditor(Kernels kernels) {
        this.kernels = kernels;
        this.rows = new RowKernels(kernels);
    }

    /** The state without the visual tokens that a retention leaves out, the others mixed as it says. */
    TensorState retain(TensorState state, Retention kept, PositionPolicy positions) {
        requireFits(state, kept);
        boolean everything = kept.visualTokens() == state.visualTokens();
        if (everything && !kept.mixes()) {
            return state.share();
        }
        Sequence sequence = state.sequence();
        int[][] left = sequence.rowsLeft(kept);
        try (Draft draft = Draft.from(state);
                Tensor places = Places.of(kernels, left)) {
            draft.replaceRows(rows.rows(state.rows(), places));
            if (kept.mixes()) {
                draft.replaceRows(mixed(draft.rows(), state, kept, left));
            }
            state.probedKeys()
                    .filter(probed -> mayHandOn(state) && !kept.mixes())
                    .ifPresent(probed -> draft.probed(new ProbedKeys(rows.headRows(probed.keys(), places), true)));
            state.capturedTensors().forEach((capture, value) -> draft.capture(capture, follow(value, capture, places)));
            return draft.build(everything ? sequence : sequence.only(left, positions));
        }
    }

    private Tensor mixed(Tensor rowsLeft, TensorState state, Retention kept, int[][] left) {
        MixedRows mixed = MixedRows.of(state.sequence(), kept, left);
        try (Tensor targets = mixed.targets(kernels);
                Tensor sources = mixed.sources(kernels);
                Tensor weights = mixed.weights(kernels)) {
            return rows.mixed(rowsLeft, state.rows(), targets, sources, weights);
        }
    }

    /* A probe's keys know no gradient, and those of a lesson have no cache to save them for. */
    private boolean mayHandOn(TensorState state) {
        return !kernels.recording() && !state.sequence().lessons().present();
    }

    private static void requireFits(TensorState state, Retention kept) {
        if (kept.batch() != state.batch()) {
            throw new IllegalArgumentException(
                    "a retention of " + kept.batch() + " examples does not fit a batch of " + state.batch());
        }
        for (int example = 0; example < kept.batch(); example++) {
            if (!kept.mixture(example).fits(state.visualTokens())) {
                throw new IllegalArgumentException("expected places among the " + state.visualTokens()
                        + " visual tokens that are left, found " + kept.mixture(example));
            }
        }
    }

    /* Token columns follow the tokens, and so do the rows of a capture that has one for each token. */
    private Tensor follow(Tensor value, Capture capture, Tensor places) {
        boolean all = capture.queries() == Queries.Named.ALL;
        Tensor gathered = value.share();
        if (capture.hasTokenColumns()) {
            gathered = replace(gathered, rows.columns(gathered, places));
        }
        if (all) {
            boolean heads = capture.kind() != Capture.Kind.HIDDEN;
            gathered =
                    replace(gathered, heads ? rows.headRows(gathered, places) : rows.unrecordedRows(gathered, places));
        }
        return gathered;
    }

    private static Tensor replace(Tensor old, Tensor replacement) {
        old.close();
        return replacement;
    }
}
