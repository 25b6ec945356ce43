// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.DatasetFactory;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Floor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Questions about small painted pictures of shapes, boxes with characters, and bar charts, made up as they are read.
 *
 * <p>The same configuration gives the same questions and pixels on every machine and Java release. Questions about one
 * image follow each other and share one image source, which is a {@link dev.pdrop.spi.DescribedImage}. A thread in the
 * background makes and paints pictures ahead of the reader; it ends with the stream.
 *
 * <p>The splits share no scene, whatever the seeds: see {@link Split}.
 */
public final class GlyphVqaDataset implements Dataset {

    /** What chooses it in a configuration. */
    public static final String NAME = "glyph-vqa";

    private final Config config;
    private final Pictures pictures;
    private final int threads;

    /** A data set; nothing is made before it is read. */
    public GlyphVqaDataset(Config config) {
        this(config, 1);
    }

    /**
     * A data set.
     *
     * @param threads that make pictures ahead; what is made does not depend on them
     */
    GlyphVqaDataset(Config config, int threads) {
        this.config = config;
        this.threads = threads;
        this.pictures = config.pictures(config.split());
    }

    @Override
    public Stream<Example> examples() {
        return examples(0);
    }

    @Override
    public Stream<Example> examples(long first) {
        if (first >= config.count()) {
            return Stream.empty();
        }
        long images = first / config.questionsPerImage();
        long skipped = images * config.questionsPerImage();
        Examples examples = new Examples(
                this::painted,
                config.firstImage() + images,
                config.questionsPerImage(),
                config.count() - skipped,
                threads);
        return StreamSupport.stream(examples, false).onClose(examples::close).skip(first - skipped);
    }

    @Override
    public List<String> words() {
        return Words.ALL;
    }

    @Override
    public List<Floor> floors() {
        return new ShortCuts(config).floors();
    }

    private List<Example> painted(long number) {
        Picture picture = pictures.picture(number);
        picture.image().read();
        List<Example> examples = new ArrayList<>();
        for (Question question : picture.questions()) {
            String id = pictures.word() + "-" + number + "-" + examples.size();
            String origin = picture.image().name() + ", question " + examples.size();
            examples.add(new Example(
                    id,
                    List.of(picture.image()),
                    question.text(),
                    List.of(question.answer()),
                    question.type().label(),
                    origin));
        }
        return examples;
    }

    /**
     * Which questions; keys and meanings in {@code glyph-vqa.conf}.
     *
     * @param split the part of all scenes
     * @param seed of everything
     * @param count questions in all, at least 1
     * @param questionsPerImage from 1 to 16
     * @param firstImage number of the image to begin with, at least 0
     * @param types kinds of questions, at least one
     * @param difficulty how hard pictures and questions are
     */
    public record Config(
            Split split,
            long seed,
            long count,
            int questionsPerImage,
            long firstImage,
            List<QuestionType> types,
            Difficulty difficulty) {

        private static final int MOST_QUESTIONS = 16;

        /** Checks ranges. */
        public Config {
            types = List.copyOf(types);
            require(count >= 1, "count must be at least 1, was " + count);
            require(
                    questionsPerImage >= 1 && questionsPerImage <= MOST_QUESTIONS,
                    "questions-per-image must be from 1 to " + MOST_QUESTIONS + ", was " + questionsPerImage);
            require(
                    firstImage >= 0 && firstImage <= Long.MAX_VALUE / 2,
                    "first-image must be from 0 to 2^62, was " + firstImage);
            require(!types.isEmpty(), "types must not be empty");
            require(types.stream().distinct().count() == types.size(), "types must differ, were " + types);
        }

        /** The pictures of any split under these settings. */
        Pictures pictures(Split any) {
            return new Pictures(seed, any, questionsPerImage, types, difficulty);
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }
    }

    /** Makes it from its configuration. */
    public static final class Factory implements DatasetFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "Made-up pictures of shapes, characters and charts, with questions of eleven kinds.";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public Dataset create(Config config) {
            return new GlyphVqaDataset(config);
        }
    }
}
