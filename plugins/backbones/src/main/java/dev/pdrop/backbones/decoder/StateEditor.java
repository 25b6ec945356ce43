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

/** Drops rows from states: gathers the rows that stay, and with them whatever runs over rows. */
final class StateEditor {

    private final Kernels kernels;
    private final RowKernels rows;

    StateEditor(Kernels kernels) {
        this.kernels = kernels;
        this.rows = new RowKernels(kernels);
    }

    /** The state without the visual tokens that a retention leaves out. */
    TensorState retain(TensorState state, Retention kept, PositionPolicy positions) {
        requireFits(state, kept);
        if (kept.visualTokens() == state.visualTokens()) {
            return state.share();
        }
        Sequence sequence = state.sequence();
        int[][] left = sequence.rowsLeft(kept);
        try (Draft draft = Draft.from(state);
                Tensor places = Places.of(kernels, left)) {
            draft.replaceRows(rows.rows(state.rows(), places));
            state.probedKeys()
                    .filter(probed -> mayHandOn(state))
                    .ifPresent(probed -> draft.probed(new ProbedKeys(rows.headRows(probed.keys(), places), true)));
            state.capturedTensors().forEach((capture, value) -> draft.capture(capture, follow(value, capture, places)));
            return draft.build(sequence.only(left, positions));
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
            int[] places = kept.kept(example);
            if (places.length > 0 && places[places.length - 1] >= state.visualTokens()) {
                throw new IllegalArgumentException("place " + places[places.length - 1] + " is not among the "
                        + state.visualTokens() + " visual tokens that are left");
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
