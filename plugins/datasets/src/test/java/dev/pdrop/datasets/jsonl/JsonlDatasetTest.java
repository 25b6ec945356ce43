// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Example;
import dev.pdrop.spi.ImageFile;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.VideoFrames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlDatasetTest {

    @TempDir
    Path folder;

    @BeforeEach
    void putImages() throws IOException {
        Files.createDirectories(folder.resolve("data/images"));
        for (String name : List.of("data/images/a.png", "data/images/b.png", "secret.png")) {
            Files.write(folder.resolve(name), new byte[] {1});
        }
    }

    @Test
    void readsTheFieldsOfALine() {
        Example example = read("{\"id\": \"0-1\", \"image\": \"images/a.png\", \"question\": \"what colour ?\","
                        + " \"answer\": \"red\", \"type\": \"colour\"}")
                .get(0);

        assertThat(example)
                .isEqualTo(new Example(
                        "0-1",
                        List.of(new ImageFile(folder.resolve("data/images/a.png"))),
                        "what colour ?",
                        List.of("red"),
                        "colour",
                        file() + ":1"));
    }

    @Test
    void acceptsListsOfImagesAndAnswersAndNumbersAsIds() {
        Example example = read("{\"id\": 12, \"image\": [\"images/b.png\", \"images/a.png\"], \"question\": \"\","
                        + " \"answer\": [\"red\", \"crimson\"]}")
                .get(0);

        assertThat(example.id()).isEqualTo("12");
        assertThat(example.images())
                .extracting(ImageSource::name)
                .containsExactly(
                        folder.resolve("data/images/b.png").toString(),
                        folder.resolve("data/images/a.png").toString());
        assertThat(example.answers()).containsExactly("red", "crimson");
        assertThat(example.type()).isEmpty();
    }

    @Test
    void tellsAFileThatWasEditedFromTheSameFile() {
        String before = contents(line("1", "\"image\": \"images/a.png\""));
        assertThat(contents(line("1", "\"image\": \"images/a.png\"")))
                .isEqualTo(before)
                .hasSize(16);
        assertThat(contents(line("1", "\"image\": \"images/b.png\""))).isNotEqualTo(before);
    }

    @Test
    void readsAVideoAsOneImageOfSeveralFrames() {
        List<Example> examples = read(
                line("1", "\"video\": [\"images/b.png\", \"images/a.png\"], \"fps\": 0.5"),
                line("2", "\"video\": \"images/a.png\""));

        ImageFile a = new ImageFile(folder.resolve("data/images/a.png"));
        ImageFile b = new ImageFile(folder.resolve("data/images/b.png"));
        assertThat(examples.get(0).images()).containsExactly(new VideoFrames(List.of(b, a), 0.5));
        assertThat(examples.get(1).images()).containsExactly(new VideoFrames(List.of(a), 2));
        assertThat(examples.get(0).images().get(0).name()).isEqualTo(b.name() + " and on, 2 frames");
    }

    @Test
    void refusesAVideoBesideAnImage() {
        assertThatThrownBy(() -> read(line("1", "\"image\": \"images/a.png\", \"video\": [\"images/b.png\"]")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file()
                        + ":1: expected \"image\" or \"video\", found both: write two examples, or leave one out");
    }

    @Test
    void acceptsExamplesWithoutAnImage() {
        List<Example> examples = read(line("1", "\"image\": null"), line("2", "\"image\": []"), line("3", "\"x\": 1"));

        assertThat(examples).allSatisfy(example -> assertThat(example.images()).isEmpty());
        assertThat(examples).extracting(Example::id).containsExactly("1", "2", "3");
    }

    @Test
    void skipsBlankLinesAndCountsThem() {
        List<Example> examples =
                readBytes("\uFEFF" + line("1", "\"x\": 1") + "\r\n\r\n  \n" + line("2", "\"x\": [{}]"));

        assertThat(examples).extracting(Example::origin).containsExactly(file() + ":1", file() + ":4");
    }

    @Test
    void readsUnicodeAsItIs() {
        assertThat(readBytes("{\"id\": \"é\", \"question\": \"色は？ \u2028 🙂\", \"answer\": \"\\u8d64\"}")
                        .get(0))
                .satisfies(example -> {
                    assertThat(example.id()).isEqualTo("é");
                    assertThat(example.question()).isEqualTo("色は？ \u2028 🙂");
                    assertThat(example.answers()).containsExactly("赤");
                });
    }

    @Test
    void readsNoFurtherThanAsked() throws IOException {
        write(line("1", "\"x\": 1") + "\n" + line("2", "\"x\": 1") + "\nnonsense");

        try (Stream<Example> examples = dataset().examples()) {
            assertThat(examples.limit(2)).extracting(Example::id).containsExactly("1", "2");
        }
        assertThatThrownBy(() -> readAll(dataset())).hasMessageStartingWith(file() + ":3: expected one JSON object");
    }

    @Test
    void givesTheSameExamplesEachTime() throws IOException {
        write(line("2", "\"x\": 1") + "\n" + line("1", "\"x\": 1"));
        JsonlDataset dataset = dataset();

        assertThat(readAll(dataset)).isEqualTo(readAll(dataset)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[1]",
                "\"text\"",
                "{\"id\": \"1\"",
                "{'id': '1'}",
                "{\"id\": \"1\"} {\"id\": \"2\"}",
                "{\"id\": \"1\",}",
                "{id: 1}",
                "null",
            })
    void refusesLinesThatAreNoJsonObject(String line) {
        assertThatThrownBy(() -> read(line("0", "\"x\": 1"), line))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file() + ":2: expected one JSON object, found " + line + ": correct the line");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"question\": \"q\", \"answer\": \"a\"} | a text that is not blank or a number as \"id\", found nothing",
                "{\"id\": \" \", \"question\": \"q\", \"answer\": \"a\"}"
                        + " | a text that is not blank or a number as \"id\", found \" \"",
                "{\"id\": true, \"question\": \"q\", \"answer\": \"a\"}"
                        + " | a text that is not blank or a number as \"id\", found true",
                "{\"id\": 1, \"answer\": \"a\"} | a text as \"question\", found nothing",
                "{\"id\": 1, \"question\": [\"q\"], \"answer\": \"a\"} | a text as \"question\", found [\"q\"]",
                "{\"id\": 1, \"question\": \"q\"}"
                        + " | a text or a list of texts, at least one as \"answer\", found nothing",
                "{\"id\": 1, \"question\": \"q\", \"answer\": []}"
                        + " | a text or a list of texts, at least one as \"answer\", found []",
                "{\"id\": 1, \"question\": \"q\", \"answer\": 3} | a text or a list of texts as \"answer\", found 3",
                "{\"id\": 1, \"question\": \"q\", \"answer\": [\"a\", null]}"
                        + " | a text or a list of texts as \"answer\", found [\"a\",null]",
                "{\"id\": 1, \"question\": \"q\", \"answer\": \"a\", \"image\": {}}"
                        + " | a text or a list of texts as \"image\", found {}",
                "{\"id\": 1, \"question\": \"q\", \"answer\": \"a\", \"type\": 1} | a text as \"type\", found 1",
                "{\"id\": 1, \"question\": \"q\", \"answer\": \"a\", \"video\": \"images/a.png\", \"fps\": 0}"
                        + " | a number above 0 as \"fps\", found 0",
            })
    void refusesFieldsOfAnotherKind(String line, String complaint) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file() + ":1: expected " + complaint + ": correct the line");
    }

    @Test
    void goesOnAfterAMalformedLine() throws IOException {
        write(String.join("\n", line("1", "\"x\": 1"), "no JSON", line("1", "\"x\": 1"), line("2", "\"x\": 1")));
        List<String> read = new ArrayList<>();
        try (Stream<Example> examples = dataset().examples()) {
            Spliterator<Example> rest = examples.spliterator();
            rest.tryAdvance(example -> read.add(example.id()));
            for (int line = 2; line <= 3; line++) {
                assertThatThrownBy(() -> rest.tryAdvance(example -> read.add("malformed")))
                        .isInstanceOf(InvalidDataException.class)
                        .hasMessageStartingWith(file() + ":" + line + ": ");
            }
            rest.forEachRemaining(example -> read.add(example.id()));
        }
        assertThat(read).containsExactly("1", "2");
    }

    @Test
    void refusesAnIdThatIsUsedTwice() {
        assertThatThrownBy(() -> read(line("7", "\"x\": 1"), "{\"id\": 7, \"question\": \"q\", \"answer\": \"a\"}"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file() + ":2: expected an id of its own, found \"7\" again, first used in line 1: make ids"
                        + " unique");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret.png", "images/../../secret.png", "/etc/hostname", "link.png", "linked/secret.png"})
    void refusesImagesOutsideTheFolder(String path) throws IOException {
        Files.createSymbolicLink(folder.resolve("data/link.png"), folder.resolve("secret.png"));
        Files.createSymbolicLink(folder.resolve("data/linked"), folder);

        assertThatThrownBy(() -> read(line("1", "\"image\": \"" + path + "\"")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file() + ":1: expected an image inside " + folder.resolve("data") + ", found \"" + path
                        + "\", which leads out of it: move the image or set another image folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"images/c.png", "images", "", "nul\\u0000"})
    void namesTheLineOfAnImageThatIsNotThere(String path) {
        assertThatThrownBy(() -> read(line("0", "\"x\": 1"), line("1", "\"image\": \"" + path + "\"")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(file() + ":2: expected an image file, found none at \"");
    }

    @Test
    void followsLinksThatStayInside() throws IOException {
        Files.createSymbolicLink(folder.resolve("data/link.png"), folder.resolve("data/images/a.png"));

        assertThat(read(line("1", "\"image\": \"images/../link.png\"")).get(0).images())
                .containsExactly(new ImageFile(folder.resolve("data/link.png")));
    }

    @Test
    void readsImagesFromAnotherFolder() throws IOException {
        write(line("1", "\"image\": \"secret.png\""));

        assertThat(readAll(new JsonlDataset(new JsonlDataset.Config(file(), Optional.of(folder)))))
                .hasSize(1);
    }

    @Test
    void refusesBytesThatAreNoUtf8InTheirLine() throws IOException {
        Files.write(file(), (line("1", "\"x\": 1") + "\n{\"id\": \"é\"}").getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> readAll(dataset()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file() + ":2: expected UTF-8, found bytes that are none: save the file as UTF-8");
    }

    @Test
    void refusesAMissingFileOrFolder() throws IOException {
        assertThatThrownBy(this::dataset)
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("expected a file of JSON lines, found none at " + file()
                        + ": correct the path of the data set");
        write("");
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> new JsonlDataset(new JsonlDataset.Config(file(), Optional.of(nowhere))))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("expected an image folder, found none at " + nowhere + ": correct the path of the images");
        assertThat(readAll(dataset())).isEmpty();
    }

    private Path file() {
        return folder.resolve("data/questions.jsonl");
    }

    private JsonlDataset dataset() {
        return new JsonlDataset(new JsonlDataset.Config(file(), Optional.empty()));
    }

    private String contents(String line) {
        read(line);
        return dataset().contents().orElseThrow();
    }

    private List<Example> read(String... lines) {
        return readBytes(String.join("\n", lines));
    }

    private List<Example> readBytes(String content) {
        try {
            write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return readAll(dataset());
    }

    private void write(String content) throws IOException {
        Files.writeString(file(), content);
    }

    private static List<Example> readAll(JsonlDataset dataset) {
        try (Stream<Example> examples = dataset.examples()) {
            return examples.toList();
        }
    }

    private static String line(String id, String field) {
        return "{\"id\": \"" + id + "\", \"question\": \"q\", \"answer\": \"a\", " + field + "}";
    }
}
