// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.spi.DescribedImage;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Floor;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GlyphVqaDatasetTest {

    @Test
    void questionsOfAnImageFollowEachOtherAndShareIt() {
        List<Example> examples = read(new GlyphVqaDataset(GlyphSettings.config(Split.TEST, 17, 10)));

        assertThat(examples)
                .extracting(Example::id)
                .containsExactly(
                        "test-0-0",
                        "test-0-1",
                        "test-0-2",
                        "test-0-3",
                        "test-1-0",
                        "test-1-1",
                        "test-1-2",
                        "test-1-3",
                        "test-2-0",
                        "test-2-1");
        assertThat(examples.get(3).images()).isEqualTo(examples.get(0).images());
        assertThat(examples.get(3).images().get(0).read())
                .isSameAs(examples.get(0).images().get(0).read());
        assertThat(examples.get(4).images()).isNotEqualTo(examples.get(0).images());
        assertThat(examples.get(5).origin()).isEqualTo("glyph-vqa test seed 17, image 1, question 1");
    }

    @Test
    void whatIsMadeDoesNotDependOnTheNumberOfThreads() {
        GlyphVqaDataset.Config config = GlyphSettings.config(Split.TRAIN, 3, 400);
        List<String> once = hashes(read(new GlyphVqaDataset(config, 1)));

        assertThat(hashes(read(new GlyphVqaDataset(config, 4)))).isEqualTo(once);
    }

    @Test
    void goesOnFromAnyImage() {
        GlyphVqaDataset.Config whole = GlyphSettings.config(Split.TRAIN, 3, 40);
        GlyphVqaDataset.Config rest = new GlyphVqaDataset.Config(
                Split.TRAIN, 3, 12, 4, 7, GlyphSettings.EVERY_TYPE, GlyphSettings.DIFFICULTY);

        assertThat(read(new GlyphVqaDataset(rest)))
                .isEqualTo(read(new GlyphVqaDataset(whole)).subList(28, 40));
    }

    @Test
    void countingMakesNoPicture() {
        try (Stream<Example> examples =
                new GlyphVqaDataset(GlyphSettings.config(Split.TRAIN, 1, 1L << 50)).examples()) {
            assertThat(examples.count()).isEqualTo(1L << 50);
        }
    }

    @Test
    void anImageReadAgainHasTheSamePixels() {
        GlyphVqaDataset.Config config = GlyphSettings.config(Split.VALIDATION, 9, 1);
        ImageSource one = read(new GlyphVqaDataset(config)).get(0).images().get(0);
        ImageSource other = read(new GlyphVqaDataset(config)).get(0).images().get(0);

        assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(other.read()).isNotSameAs(one.read());
        assertThat(other.read().rgb()).isEqualTo(one.read().rgb());
    }

    @Test
    void anotherSeedSplitOrDifficultyGivesOtherPictures() {
        Difficulty noisier = new Difficulty(6, 3, 7, 0.8, 0.4, 0.6, 0.6, 0.9, 12, 6, Optional.empty());
        List<GlyphVqaDataset.Config> configs = List.of(
                GlyphSettings.config(Split.TEST, 1, 1),
                GlyphSettings.config(Split.TEST, 2, 1),
                GlyphSettings.config(Split.TRAIN, 1, 1),
                new GlyphVqaDataset.Config(Split.TEST, 1, 1, 4, 0, GlyphSettings.EVERY_TYPE, noisier));

        assertThat(configs.stream().map(config -> hashes(read(new GlyphVqaDataset(config)))))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void asksTheTypesThatAreSet(QuestionType type) {
        GlyphVqaDataset.Config config =
                new GlyphVqaDataset.Config(Split.TRAIN, 1, 60, 2, 0, List.of(type), GlyphSettings.DIFFICULTY);

        assertThat(read(new GlyphVqaDataset(config))).extracting(Example::type).containsOnly(type.label());
    }

    @Test
    void saysSoIfNoSceneAllowsTheQuestions() {
        Difficulty bare = new Difficulty(6, 3, 3, 0, 0, 0.5, 0.5, 1, 0, 0, Optional.empty());
        GlyphVqaDataset.Config config =
                new GlyphVqaDataset.Config(Split.TRAIN, 1, 1, 2, 0, List.of(QuestionType.BAR), bare);

        assertThatThrownBy(() -> read(new GlyphVqaDataset(config)))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("expected scenes that allow 2 different questions, found none in 20000 for glyph-vqa train"
                        + " seed 1, image 0: ask fewer questions per image or more types, or allow more boxes, charts"
                        + " and neighbours");
    }

    @Test
    void biggerGridsGiveBiggerPictures() {
        Difficulty big = new Difficulty(12, 3, 7, 0.8, 0.4, 0.6, 0.6, 0.9, 12, 5, Optional.empty());
        GlyphVqaDataset.Config config =
                new GlyphVqaDataset.Config(Split.TEST, 1, 1, 4, 0, GlyphSettings.EVERY_TYPE, big);
        DescribedImage image = (DescribedImage)
                read(new GlyphVqaDataset(config)).get(0).images().get(0);

        assertThat(image.read().width()).isEqualTo(192);
        assertThat(image.patchWords(8).get("kind")).hasSize(576);
    }

    @Test
    void whatPatchesShowIsAmongTheWords() {
        GlyphVqaDataset dataset = new GlyphVqaDataset(GlyphSettings.config(Split.TRAIN, 1, 400));
        Set<String> shown = read(dataset).stream()
                .flatMap(example -> ((DescribedImage) example.images().get(0)).patchWords(8).values().stream())
                .flatMap(List::stream)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());

        assertThat(dataset.words()).containsAll(shown).doesNotHaveDuplicates();
    }

    @Test
    void wordsKeepTheirOrder() {
        Golden.assertMatches(
                "glyph/words", String.join("\n", new GlyphVqaDataset(GlyphSettings.config(Split.TEST, 1, 1)).words()));
    }

    @Test
    void pixelsAndQuestionsAreTheSameOnEveryMachine() {
        List<String> lines = new ArrayList<>();
        for (Split split : Split.values()) {
            List<Example> examples = read(new GlyphVqaDataset(GlyphSettings.config(split, 17, 4000)));
            lines.addAll(hashes(examples.subList(0, 8)));
            lines.add("4000 questions "
                    + sha256(String.join("\n", hashes(examples)).getBytes(StandardCharsets.UTF_8)));
        }
        Golden.assertMatches("glyph/stream", String.join("\n", lines));
    }

    @Test
    void floorsAreThoseOfTheReadme() {
        List<Floor> floors = new GlyphVqaDataset(GlyphSettings.config(Split.TEST, 17, 20_000)).floors();

        assertThat(floors).extracting(Floor::name).containsExactly("majority", "question only", "any object");
        Golden.assertMatches("glyph/floors", table(floors));
    }

    @Test
    void floorsFollowTheirDefinition() {
        GlyphVqaDataset.Config config = GlyphSettings.config(Split.TEST, 17, 800);
        Floor any = new GlyphVqaDataset(config).floors().get(2);
        List<Question> bars = Stream.iterate(0L, number -> number + 1)
                .limit(200)
                .flatMap(number -> config.pictures(Split.TEST).picture(number).questions().stream())
                .filter(question -> question.type() == QuestionType.BAR)
                .toList();

        assertThat(bars).allSatisfy(question -> assertThat(question.guessed()).isEqualTo(0.25));
        assertThat(any.byType().getOrDefault("bar", 0.0)).isEqualTo(0.25, within(1e-12));
        assertThat(any.byType().getOrDefault("exist", 0.0)).isBetween(0.4, 0.6);
    }

    private static String table(List<Floor> floors) {
        StringBuilder table = new StringBuilder();
        for (Floor floor : floors) {
            table.append(String.format(Locale.ROOT, "%s: %.1f%n", floor.name(), 100 * floor.overall()));
            floor.byType()
                    .forEach((type, accuracy) ->
                            table.append(String.format(Locale.ROOT, "  %s %.1f%n", type, 100 * accuracy)));
        }
        return table.toString();
    }

    private static List<Example> read(GlyphVqaDataset dataset) {
        try (Stream<Example> examples = dataset.examples()) {
            return examples.toList();
        }
    }

    private static List<String> hashes(List<Example> examples) {
        return examples.stream()
                .map(example -> example.id() + " " + example.type() + ": " + example.question() + " "
                        + example.answers().get(0) + " "
                        + sha256(example.images().get(0).read().rgb()))
                .toList();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
