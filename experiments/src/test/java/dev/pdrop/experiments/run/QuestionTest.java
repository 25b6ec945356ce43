// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Example;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidImageException;
import java.util.List;
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

    @Test
    void questionsAboutOneBrokenPictureBelongTogetherWhereverItLies() {
        assertThat(images("q1", "/here/3.png")).isEqualTo(images("q2", "C:\\there\\3.png"));
        assertThat(images("q1", "/here/3.png")).isNotEqualTo(images("q1", "/here/4.png"));
        assertThat(Question.Unasked.of(example("q1", List.of()), new InvalidDataException("no"))
                        .images())
                .as("without a picture a question stands for itself")
                .isEqualTo("q1");
    }

    private static String images(String id, String path) {
        ImageSource picture = new ImageSource() {
            @Override
            public String name() {
                return path;
            }

            @Override
            public Image read() {
                throw new InvalidImageException("broken");
            }
        };
        return Question.Unasked.of(example(id, List.of(picture)), new InvalidImageException("broken"))
                .images();
    }

    private static Example example(String id, List<ImageSource> pictures) {
        return new Example(id, pictures, "what ?", List.of("ring"), "", "here:1");
    }

    private static String input(String id, String failure) {
        return new Question.Unasked(id, id, "where", failure).input();
    }
}
