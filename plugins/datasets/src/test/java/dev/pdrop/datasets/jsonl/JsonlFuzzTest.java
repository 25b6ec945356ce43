// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Example;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Question files, broken: each line is read or refused with its number. */
final class JsonlFuzzTest {

    private static final String QUESTIONS = """
            {"id": "1", "image": "a.png", "question": "what ?", "answer": ["ring", "circle"], "type": "shape"}
            {"id": 2, "image": ["a.png", "b/c.png"], "question": "who \\u00e9 ?", "answer": "me"}

            {"id": "x-3", "question": "why ?", "answer": "so"}
            """;

    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "\0",
            "\n",
            "\r",
            "null",
            "true",
            "-0",
            "1e999",
            "..",
            "/",
            "../",
            "a.png",
            "\"id\"",
            "\"image\"",
            "\uFEFF");

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void makePictures() throws IOException {
        Files.createFile(folder.resolve("a.png"));
        Files.createFile(Files.createDirectory(folder.resolve("b")).resolve("c.png"));
        file = folder.resolve("q.jsonl");
    }

    @Test
    void everyBrokenLineIsReadOrRefused() {
        Fuzz.Outcome outcome = Fuzz.ofTexts("jsonl", List.of(QUESTIONS), WORDS).feed(500, input -> {
            Files.write(file, input);
            assertThat(read()).allSatisfy(example -> assertThat(example.id()).isNotBlank());
        });

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }

    @Test
    void refusesWhatIsNestedDeeperThanAnybodyWrites() throws IOException {
        Files.writeString(file, "{\"id\": " + "[".repeat(100_000) + "\n");

        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining(":1: expected one JSON object, found ");
    }

    private List<Example> read() {
        JsonlDataset.Config config = new JsonlDataset.Config(file, Optional.empty());
        try (Stream<Example> examples = new JsonlDataset(config).examples()) {
            return examples.toList();
        }
    }
}
