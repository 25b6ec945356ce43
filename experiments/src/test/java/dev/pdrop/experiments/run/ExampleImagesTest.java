// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExampleImagesTest {

    @TempDir
    private Path folder = Path.of("");

    /** Two questions on one picture, a malformed one, one more on that picture, two without a picture. */
    @Test
    void questionsAboutOneImageBelongTogetherAndThoseWithoutToNothing() throws IOException {
        ExampleImages images = ExampleImages.of(plan("record"));
        assertThat(images.examples()).containsExactly("a", "b", "(example 3)", "c", "d", "e");
        assertThat(images.of("b")).isPresent().isEqualTo(images.of("a")).isEqualTo(images.of("c"));
        assertThat(List.of("a", "(example 3)", "d", "e"))
                .extracting(example -> images.of(example).orElseThrow())
                .doesNotHaveDuplicates();
        assertThat(images.of("f")).isEmpty();
    }

    @Test
    void aMalformedQuestionIsToldWhereItIsNotRecorded() {
        assertThatThrownBy(() -> ExampleImages.of(plan("fail")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("questions.jsonl:3");
    }

    private ExperimentPlan plan(String onError) throws IOException {
        // Nobody looks inside.
        Files.writeString(folder.resolve("one.png"), "");
        Files.writeString(folder.resolve("questions.jsonl"), """
                {"id": "a", "image": "one.png", "question": "?", "answer": "x"}
                {"id": "b", "image": "one.png", "question": "?", "answer": "x"}
                {"id":
                {"id": "c", "image": "one.png", "question": "?", "answer": "x"}
                {"id": "d", "question": "?", "answer": "x"}
                {"id": "e", "question": "?", "answer": "x"}
                """);
        Path experiment = Files.writeString(folder.resolve("asked.conf"), """
                include required("%s")
                name = asked, question = "What is asked?", backbone = glyph-llava, on-error = %s
                dataset { use = jsonl, file = questions.jsonl, prompt = "{question}", metric { use = exact-match } }
                arms { full = full }
                """.formatted(
                        Planning.CONF.resolve("base.conf").toAbsolutePath(), onError));
        return Planning.real().experiments().read(experiment.toString(), List.of());
    }
}
