// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QuestionTest {

    @Test
    void whereTheFilesOfAnUnaskedQuestionLieDoesNotCountButWhyAndWhichDo() {
        String input = input("q1", "/here/questions.jsonl:3: expected an image file, found none at /here/3.png");
        assertThat(input("q1", "/there/is/questions.jsonl:3: expected an image file, found none at /there/is/3.png"))
                .isEqualTo(input);
        assertThat(input("q2", "/here/questions.jsonl:3: expected an image file, found none at /here/3.png"))
                .isNotEqualTo(input);
        assertThat(input("q1", "/here/questions.jsonl:3: expected an image file, found a folder at /here/3.png"))
                .isNotEqualTo(input);
    }

    private static String input(String id, String failure) {
        return new Question.Unasked(id, "where", failure).input();
    }
}
