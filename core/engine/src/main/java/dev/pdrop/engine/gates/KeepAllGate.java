// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.spi.Logits;

/**
 * An arm made to keep everything (lambda 1, R 0, K = T) is the untouched model: its own ranker ranks at its own stages,
 * everything is retained, and the logits behind the prompt and behind two more tokens are those of the model that
 * nothing was done to, bit for bit.
 *
 * <p>Whatever else an arm changes than the tokens that it drops shows here.
 */
final class KeepAllGate implements Gate {

    private static final String EXPECTED =
            "logits of the untouched model, bit for bit, behind the prompt and in two decoding steps, if everything is"
                    + " kept";

    @Override
    public String name() {
        return "keep-all";
    }

    @Override
    public Finding check(Trial trial) {
        if (!trial.acts()) {
            return Finding.notApplicable(EXPECTED, "an arm that does nothing to the model");
        }
        if (trial.keepAll().isEmpty()) {
            return Finding.notApplicable(
                    EXPECTED, "a ranker that chooses itself how many to keep, and cannot be made to keep everything");
        }
        for (int step = 0; step < trial.untouched().size(); step++) {
            Logits untouched = trial.untouched().get(step);
            Logits kept = trial.keepAll().get().get(step);
            for (int example = 0; example < untouched.batch(); example++) {
                int token = firstDifference(untouched.row(example), kept.row(example));
                if (token >= 0) {
                    return Finding.failed(EXPECTED, difference(step, example, token, untouched, kept));
                }
            }
        }
        return Finding.passed(EXPECTED, "the same bits");
    }

    private static String difference(int step, int example, int token, Logits untouched, Logits kept) {
        String when = step == 0 ? "behind the prompt" : "in decoding step " + step;
        return kept.row(example)[token] + " instead of " + untouched.row(example)[token] + " for token " + token + " "
                + when;
    }

    private static int firstDifference(float[] one, float[] other) {
        for (int token = 0; token < one.length; token++) {
            if (Float.floatToRawIntBits(one[token]) != Float.floatToRawIntBits(other[token])) {
                return token;
            }
        }
        return -1;
    }
}
