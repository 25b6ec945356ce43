// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import ai.djl.ndarray.NDArray;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.ForwardingBackbone;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Prompt;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.List;
import java.util.Set;

/** A toy backbone whose subclasses do one thing wrong; states that lie are taken off before the toy sees them. */
class BrokenBackbone extends ForwardingBackbone {

    BrokenBackbone() {
        super(new ToyBackbone(ToyConfig.small().withLayers(4)));
    }

    @Override
    public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
        return super.advance(Lie.truth(state), layer, captures);
    }

    @Override
    public DecoderState append(DecoderState state, int[] examples, List<int[]> tokens) {
        return super.append(Lie.truth(state), examples, tokens);
    }

    @Override
    public Logits logits(DecoderState state) {
        return super.logits(Lie.truth(state));
    }

    /** A state that says what the one below it says, or something else. */
    static class Lie implements DecoderState {

        final DecoderState truth;

        Lie(DecoderState truth) {
            this.truth = truth;
        }

        static DecoderState truth(DecoderState state) {
            return state instanceof Lie lie ? lie.truth : state;
        }

        @Override
        public int layer() {
            return truth.layer();
        }

        @Override
        public List<Prompt> prompts() {
            return truth.prompts();
        }

        @Override
        public int tokens() {
            return truth.tokens();
        }

        @Override
        public int visualTokens() {
            return truth.visualTokens();
        }

        @Override
        public int[] visualIndices(int example) {
            return truth.visualIndices(example);
        }

        @Override
        public int[] visualRows(int example) {
            return truth.visualRows(example);
        }

        @Override
        public int[] positions(int example) {
            return truth.positions(example);
        }

        @Override
        public int nextPosition(int example) {
            return truth.nextPosition(example);
        }

        @Override
        public int keyValueTokens(int decoderLayer) {
            return truth.keyValueTokens(decoderLayer);
        }

        @Override
        public Set<Capture> captures() {
            return truth.captures();
        }

        @Override
        public NDArray captured(Capture capture) {
            return truth.captured(capture);
        }

        @Override
        public void close() {
            truth.close();
        }
    }
}
