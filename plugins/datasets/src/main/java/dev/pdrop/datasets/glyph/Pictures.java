// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import dev.pdrop.spi.InvalidDataException;
import java.util.List;
import java.util.Locale;

/**
 * The endless row of pictures of a configuration, each made for itself from (seed, split, number).
 *
 * <p>A scene is made up, and given up again if it belongs to another split or allows too few questions. Immutable and
 * usable from any thread.
 */
final class Pictures {

    private static final int ATTEMPTS = 20_000;

    /* What random numbers are for; each use has a generator of its own, so that one more question moves no pixel. */
    private static final int SCENE = 1;
    private static final int QUESTIONS = 2;
    private static final int PIXELS = 3;

    private final long seed;
    private final Split split;
    private final int questions;
    private final Difficulty difficulty;
    private final Asker asker;

    /**
     * Pictures.
     *
     * @param questions asked about each
     */
    Pictures(long seed, Split split, int questions, List<QuestionType> types, Difficulty difficulty) {
        this.seed = seed;
        this.split = split;
        this.questions = questions;
        this.difficulty = difficulty;
        this.asker = new Asker(types, difficulty);
    }

    /**
     * One of them.
     *
     * @param number from 0
     * @throws InvalidDataException if hardly any scene allows the questions wanted
     */
    Picture picture(long number) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Scene scene = new SceneComposer(difficulty, random(number, attempt, SCENE)).compose();
            if (Split.of(scene) == split) {
                List<Question> asked = asker.ask(scene, questions, random(number, attempt, QUESTIONS));
                if (asked.size() == questions) {
                    long pixels = random(number, attempt, PIXELS).next();
                    return new Picture(scene, asked, new GlyphImage(name(number), scene, difficulty, pixels));
                }
            }
        }
        throw new InvalidDataException(
                "expected scenes that allow " + questions + " different questions, found none in "
                        + ATTEMPTS + " for " + name(number)
                        + ": ask fewer questions per image or more types, or allow more boxes, charts and neighbours");
    }

    /** What a picture is called. */
    String name(long number) {
        return GlyphVqaDataset.NAME + " " + word() + " seed " + seed + ", image " + number;
    }

    /** What the split is called. */
    String word() {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private SplitMix random(long number, int attempt, int use) {
        return SplitMix.of(seed, split.number(), number, attempt, use);
    }
}
