// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.List;

/** Records for tests. */
final class Records {

    private Records() {}

    /** A right answer to an example. */
    static AnswerRecord of(String armKey, String example, String answer) {
        return new AnswerRecord(
                armKey,
                "arm",
                0,
                example,
                "input",
                answer,
                1,
                List.of(7, 2),
                List.of(-0.25, -0.5),
                List.of(),
                List.of(144, 72),
                List.of(160, 88),
                1.5,
                0.5);
    }
}
