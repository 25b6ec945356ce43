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
                "picture",
                "",
                "",
                answer,
                1,
                List.of(7, 2),
                List.of(-0.25, -0.5),
                List.of(),
                144,
                List.of(144, 72),
                List.of(160, 88),
                1.5,
                0.5,
                false);
    }

    /** What an arm said to a question about a picture. */
    static AnswerRecord said(String example, String picture, int replicate, String answer, double score) {
        return said(example, picture, replicate, "", answer, score, List.of(-0.25, -0.5));
    }

    /** What an arm scored on a question of a type about a picture. */
    static AnswerRecord typed(String example, String picture, String type, double score) {
        return said(example, picture, 0, type, "", "ring", score, List.of(-0.25, -0.5));
    }

    /** The same with the probabilities of its tokens; or why the question could not be asked. */
    static AnswerRecord said(
            String example,
            String picture,
            int replicate,
            String failure,
            String answer,
            double score,
            List<Double> logProbabilities) {
        return said(example, picture, replicate, "color", failure, answer, score, logProbabilities);
    }

    private static AnswerRecord said(
            String example,
            String picture,
            int replicate,
            String type,
            String failure,
            String answer,
            double score,
            List<Double> logProbabilities) {
        return new AnswerRecord(
                "key",
                "arm",
                replicate,
                example,
                "alone",
                1,
                "input",
                picture,
                type,
                failure,
                answer,
                score,
                List.of(7, 2),
                logProbabilities,
                List.of(),
                6,
                List.of(6, 3),
                List.of(10, 7),
                1.5,
                0.5,
                false);
    }

    /** What an arm scored on a question whose picture it was not shown. */
    static AnswerRecord blind(String example, double score) {
        AnswerRecord seen = said(example, example, 0, "ring", score);
        return new AnswerRecord(
                seen.armKey(),
                seen.arm(),
                0,
                example,
                seen.batch(),
                1,
                seen.input(),
                example,
                seen.type(),
                "",
                seen.answer(),
                score,
                seen.tokens(),
                seen.logProbabilities(),
                List.of(),
                0,
                List.of(0, 0),
                List.of(4, 4),
                1,
                1,
                false);
    }
}
