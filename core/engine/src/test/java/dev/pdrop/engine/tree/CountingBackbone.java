// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.ForwardingBackbone;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Retention;
import dev.pdrop.testing.toy.ToyBackbone;
import java.util.List;
import java.util.Set;

/** Counts the rows that layers run on during prefill, and the tensors that are held at the worst moment. */
final class CountingBackbone extends ForwardingBackbone {

    private final ToyBackbone toy;
    private int rowsRun;
    private int mostTensors;

    CountingBackbone(ToyBackbone toy) {
        super(toy);
        this.toy = toy;
    }

    void forget() {
        rowsRun = 0;
        mostTensors = 0;
    }

    /** Rows times layers, over all examples; text that is decoded, one row at a time, left out. */
    int rowsRun() {
        return rowsRun;
    }

    int mostTensors() {
        return mostTensors;
    }

    @Override
    public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
        rowsRun += state.batch() * state.tokens() * (layer - state.layer());
        return counted(super.advance(state, layer, captures));
    }

    @Override
    public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
        return counted(super.retain(state, kept, positions));
    }

    @Override
    public DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
        boolean decoding = tokens.get(0).length == 1;
        rowsRun += decoding ? 0 : examples.length * tokens.get(0).length * state.layer();
        return counted(super.append(state, examples, tokens));
    }

    private DecoderState counted(DecoderState state) {
        mostTensors = Math.max(mostTensors, toy.manager().getManagedArrays().size());
        return state;
    }
}
