// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pdrop data} with the real plugins. */
final class DataCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @TempDir
    Path home;

    @Test
    void writesAMadeUpDataSetTheSameEachTime() throws IOException {
        assertThat(glyph("one", "--set", "questions-per-image=2")).isZero();
        assertThat(glyph("two", "--set=questions-per-image=2")).isZero();

        List<Path> files = files(home.resolve("one"));
        assertThat(files).hasSize(6 + 3).hasSameElementsAs(files(home.resolve("two")));
        for (Path file : files) {
            assertThat(home.resolve("two").resolve(file))
                    .hasSameBinaryContentAs(home.resolve("one").resolve(file));
        }
        assertThat(out.toString())
                .contains("12 questions about 6 images; what short cuts get right, in %", "any object", "majority")
                .contains("Everything is in " + home.resolve("one"));
        assertThat(error.toString()).contains("12/12 questions");
    }

    @Test
    void whatIsWrittenIsReadAndWrittenAgain() throws IOException {
        assertThat(glyph("one")).isZero();
        assertThat(run(
                        "data",
                        "jsonl",
                        "--set",
                        "file=\"" + home.resolve("one/questions.jsonl") + "\"",
                        "--out",
                        home.resolve("two").toString()))
                .isZero();

        assertThat(home.resolve("two/questions.jsonl")).hasSameTextualContentAs(home.resolve("one/questions.jsonl"));
        assertThat(home.resolve("two/images/000002.png")).hasSameBinaryContentAs(home.resolve("one/images/000002.png"));
        assertThat(home.resolve("two/words.txt")).doesNotExist();
    }

    @Test
    void theEmbeddedCheckpointKnowsItsWords() throws IOException {
        assertThat(glyph("one")).isZero();

        String tokenizer = Files.readString(Path.of("models/glyph-llava/tokenizer.json"));
        Set<String> known = JsonParser.parseString(tokenizer)
                .getAsJsonObject()
                .getAsJsonObject("model")
                .getAsJsonObject("vocab")
                .keySet();
        assertThat(known).containsAll(Files.readAllLines(home.resolve("one/words.txt")));
    }

    @Test
    void wrongSettingsAreToldUnderTheirFlags() {
        assertThat(run("data", "glyph-vqa", "--count=0", "--set=split=tset", "--out", home.resolve("x") + ""))
                .isEqualTo(2);
        assertThat(error.toString())
                .contains("--count: count must be at least 1, was 0")
                .contains("--set split=tset: split: expected one of train, validation, test, found 'tset'");
        assertThat(home.resolve("x")).doesNotExist();
    }

    @Test
    void anUnknownDataSetExitsWithThree() {
        assertThat(run("data", "glyph", "--out", home.resolve("x") + "")).isEqualTo(3);
        assertThat(error.toString())
                .isEqualTo("NAME: use: unknown dataset 'glyph'; known datasets are glyph-vqa, jsonl\n");
    }

    private int glyph(String folder, String... more) {
        Stream<String> arguments =
                Stream.of("data", "glyph-vqa", "--seed=5", "--count=12", "--out", home.resolve(folder) + "");
        return run(Stream.concat(arguments, Arrays.stream(more)).toArray(String[]::new));
    }

    private int run(String... arguments) {
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(error, true), false);
        return Main.run(new Toolkit(new Home(Path.of("..")), getClass().getClassLoader()), console, arguments);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(folder::relativize).toList();
        }
    }
}
