// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

/**
 * The description of MLflow's experiment: what was asked, and how to read what stands there.
 *
 * <p>Its last line marks it as ours: a description without it is somebody's own, and stays.
 */
final class ExperimentNote {

    private static final String MARK = "_Written by pdrop. Take this line away, and your own description stays._";

    private static final String TEXT = """
            ## QUESTION

            **What stands here.** Each run named like `NAME-01234567` is one run of the experiment, with its table and `report.html`. \
            Below it is a run for each arm: one way to drop visual tokens, asked the same questions as all others. \
            `full` drops nothing; `random`, `uniform` and their kin are controls on the same schedule.

            **How to read it.** Is a ranking worth anything? `gain_over_best_control` says so, with its interval: above 0 it beats every way \
            of dropping as many tokens without it. What does it cost? Compare `accuracy` at equal `average_tokens` or `tmac`.

            | metric | meaning |
            |---|---|
            | `accuracy`, `_low`, `_high` | share of right answers, and its 95 % interval over images; its steps are numbers of answers |
            | `gain_over_best_control`, `_low`, `_high` | accuracy less that of the best control, with an interval corrected for all comparisons |
            | `loyalty` | share of answers equal to those of the unreduced model |
            | `average_tokens` | mean over layers of the visual tokens that entered them |
            | `tmac`, `fastv_tmac`, `full_tmac` | 10^12 multiply-adds of the prefill under the conventions `paper`, `fastv-paper`, `full` |
            | `kv_mib` | keys and values after the prefill, MiB |
            | `prefill_ms`, `decode_ms` | medians in the run, where arms share work |
            | `prefill_ms_p50`, `decode_ms_p50`, `first_token_ms_p50` | medians measured apart, arm by arm, where that was asked for |
            | `realised_fraction` | time saved over multiply-adds saved |
            | `visual_tokens_by_layer`, `kv_kib_by_layer` | step = layer: the pyramid as a curve |

            | parameter | meaning |
            |---|---|
            | `ranker` | what decides which tokens stay |
            | `stages`, `lambda` | parts of the decoder with a token count of their own; share kept at each drop |
            | `first_layer`, `ranking_layer` | the first drop is before this layer; whose values rank there |
            | `keep` | visual tokens left after the last drop |

            MARK
            """;

    private ExperimentNote() {}

    /**
     * The description.
     *
     * @param question what was asked
     */
    static String of(String question) {
        return TEXT.replace("MARK", MARK)
                .replace("QUESTION", Markdown.line(question))
                .strip();
    }

    /** Whether a description may be replaced by another of ours. */
    static boolean isOurs(String description) {
        return description.isBlank() || description.strip().endsWith(MARK);
    }
}
