// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.List;

/** Records for tests. */
final class Records {

    private Records() {}

    /** A right answer to an example that was asked alone. */
    static AnswerRecord of(String armKey, String example, String answer) {
        return of(armKey, example, "alone", 1, answer);
    }

    /** A right answer to an example that was asked in a batch. */
    static AnswerRecord of(String armKey, String example, String batch, int batchSize, String answer) {
        return new AnswerRecord(
                armKey,
                "arm",
                0,
                example,
                batch,
                batchSize,
                "input",
                "",
                "",
                answer,
                1,
                List.of(7, 2),
                List.of(-0.25, -0.5),
                List.of(),
                List.of(144, 72),
                List.of(160, 88),
                1.5,
                0.5,
                false);
    }
}
