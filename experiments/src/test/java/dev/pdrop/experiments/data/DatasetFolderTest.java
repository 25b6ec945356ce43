// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.Floor;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetFolderTest {

    private static final byte[] RED_AND_BLUE = {-1, 0, 0, 0, 0, -1};

    @TempDir
    Path home;

    /** A picture of two pixels. */
    private record Pixels(String name) implements ImageSource {
        @Override
        public Image read() {
            return Image.of(name, 2, 1, RED_AND_BLUE);
        }
    }

    /** Fixed examples with a floor. */
    private record Fixed(List<Example> list) implements Dataset {
        @Override
        public Stream<Example> examples() {
            return list.stream();
        }

        @Override
        public List<String> words() {
            return List.of("one", "two");
        }

        @Override
        public List<Floor> floors() {
            return List.of(new Floor("blind", "looks away", 0.5, Map.of("kind", 0.25)));
        }
    }

    @Test
    void writesQuestionsImagesAndWhatIsKnownOfThem() throws IOException {
        List<Long> progress = new ArrayList<>();
        String summary = write(target(), new Fixed(examples()), progress);

        assertThat(Files.readString(target().resolve("questions.jsonl"))).isEqualTo("""
                        {"id":"a","image":"images/000000.png","question":"<one> ?","answer":"1","type":"kind"}
                        {"id":"b","image":["images/000001.png","images/000000.png"],"question":"two ?","answer":["2","zwei"]}
                        {"id":"c","question":"three ?","answer":"3","type":"kind"}
                        """);
        assertThat(Files.readString(target().resolve("words.txt"))).isEqualTo("one\ntwo\n");
        assertThat(Files.readString(target().resolve("README.md")))
                .startsWith("# a title\n\n```hocon\nseed = 3\n```\n")
                .contains(summary);
        assertThat(summary).isEqualTo("""
                        3 questions about 2 images; what short cuts get right, in %

                        type       questions  blind
                        kind               2   25.0
                        (no type)          1      -
                        all                3   50.0

                        blind: looks away.
                        """);
        assertThat(progress).containsExactly(1L, 2L, 3L);
        assertThat(Image.read(target().resolve("images/000001.png")).rgb()).isEqualTo(RED_AND_BLUE);
        assertThat(entries(home)).containsExactly("data");
    }

    @Test
    void anEmptyFolderIsFilledAndAFullOneRefused() throws IOException {
        Files.createDirectories(target());
        write(target(), new Fixed(examples()), new ArrayList<>());

        assertThatThrownBy(() -> new DatasetFolder(target()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("expected a new or empty folder, found something in " + target()
                        + ": choose another folder or remove what is there");
        assertThat(target().resolve("questions.jsonl")).exists();
    }

    @Test
    void nothingIsLeftOfADataSetThatBreaks() throws IOException {
        Dataset broken = () -> examples().stream().peek(example -> {
            if (example.id().equals("c")) {
                throw new InvalidDataException("expected c");
            }
        });

        assertThatThrownBy(() -> write(target(), broken, new ArrayList<>())).hasMessage("expected c");

        assertThat(entries(home)).isEmpty();
    }

    @Test
    void whatIsInterruptedFromOutsideLeavesNothing() throws IOException {
        DatasetFolder folder = new DatasetFolder(target());

        assertThatThrownBy(() -> folder.write(new Fixed(examples()), "", "", done -> folder.close()))
                .isInstanceOf(FailedRunException.class)
                .hasMessage("expected to write on, found the command interrupted: nothing is left of "
                        + target().toAbsolutePath() + "; run it again");

        assertThat(entries(home)).isEmpty();
    }

    @Test
    void twoDoNotWriteTheSameFolder() throws IOException {
        try (DatasetFolder first = new DatasetFolder(target())) {
            assertThatThrownBy(() -> new DatasetFolder(target()))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessage("expected nothing at "
                            + home.resolve("data.partial").toAbsolutePath()
                            + ", found what another command is writing or a killed one has left: wait for it or remove"
                            + " it");
            first.write(new Fixed(examples()), "", "", done -> {});
        }
        assertThat(entries(home)).containsExactly("data");
    }

    private Path target() {
        return home.resolve("data");
    }

    private static String write(Path target, Dataset dataset, List<Long> progress) {
        try (DatasetFolder folder = new DatasetFolder(target)) {
            return folder.write(dataset, "a title", "seed = 3", progress::add);
        }
    }

    private static List<Example> examples() {
        Pixels one = new Pixels("one");
        return List.of(
                new Example("a", List.of(one), "<one> ?", List.of("1"), "kind", "here"),
                new Example(
                        "b", List.of(new Pixels("two"), new Pixels("one")), "two ?", List.of("2", "zwei"), "", "here"),
                new Example("c", List.of(), "three ?", List.of("3"), "kind", "here"));
    }

    private static List<String> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
