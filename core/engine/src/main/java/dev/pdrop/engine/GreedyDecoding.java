// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Logits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Writes the most probable token, one at a time, after a state at the last boundary. */
public final class GreedyDecoding {

    /**
     * What was written for one example.
     *
     * @param tokens new token ids, the end token included if it was reached
     * @param logProbabilities natural logarithm of the probability of each token
     */
    public record Written(List<Integer> tokens, List<Double> logProbabilities) {

        /** Copies the lists. */
        public Written {
            tokens = List.copyOf(tokens);
            logProbabilities = List.copyOf(logProbabilities);
        }
    }

    private final Backbone backbone;
    private final int maxNewTokens;

    /**
     * A decoding.
     *
     * @param backbone the model
     * @param maxNewTokens how many tokens are written at most, at least 1
     */
    public GreedyDecoding(Backbone backbone, int maxNewTokens) {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("max-new-tokens must be at least 1, was " + maxNewTokens);
        }
        this.backbone = backbone;
        this.maxNewTokens = maxNewTokens;
    }

    /**
     * Writes until each example has reached an end token or the limit.
     *
     * @param start at the last boundary; stays open
     * @param eachStep sees the logits of each step before a token is chosen
     * @return one an example
     */
    public List<Written> write(DecoderState start, Consumer<Logits> eachStep) {
        Batch batch = new Batch(start.batch(), backbone.endTokens());
        DecoderState state = start;
        try {
            for (int step = 0; ; step++) {
                Logits logits = backbone.logits(state);
                eachStep.accept(logits);
                List<int[]> next = batch.choose(logits);
                if (batch.allEnded() || step + 1 == maxNewTokens) {
                    return batch.written();
                }
                DecoderState longer = backbone.append(state, next);
                closeUnlessStart(state, start);
                state = longer;
            }
        } finally {
            closeUnlessStart(state, start);
        }
    }

    private static void closeUnlessStart(DecoderState state, DecoderState start) {
        if (state != start) {
            state.close();
        }
    }

    /** The examples of a batch while they are being written; one that has ended repeats its end token unseen. */
    private static final class Batch {
        private final Set<Integer> endTokens;
        private final List<List<Integer>> tokens = new ArrayList<>();
        private final List<List<Double>> logProbabilities = new ArrayList<>();
        private final boolean[] ended;

        Batch(int size, Set<Integer> endTokens) {
            this.endTokens = endTokens;
            this.ended = new boolean[size];
            for (int example = 0; example < size; example++) {
                tokens.add(new ArrayList<>());
                logProbabilities.add(new ArrayList<>());
            }
        }

        List<int[]> choose(Logits logits) {
            List<int[]> next = new ArrayList<>();
            for (int example = 0; example < ended.length; example++) {
                int token = logits.argmax(example);
                if (!ended[example]) {
                    tokens.get(example).add(token);
                    logProbabilities.get(example).add(logits.logProbability(example, token));
                    ended[example] = endTokens.contains(token);
                }
                next.add(new int[] {token});
            }
            return next;
        }

        boolean allEnded() {
            for (boolean one : ended) {
                if (!one) {
                    return false;
                }
            }
            return true;
        }

        List<Written> written() {
            List<Written> written = new ArrayList<>();
            for (int example = 0; example < ended.length; example++) {
                written.add(new Written(tokens.get(example), logProbabilities.get(example)));
            }
            return written;
        }
    }
}
