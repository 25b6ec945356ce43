// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.Optional;

/** Settings for tests. */
final class GlyphSettings {

    static final List<QuestionType> EVERY_TYPE = List.of(QuestionType.values());

    /** The defaults of {@code glyph-vqa.conf}. */
    static final Difficulty DIFFICULTY = new Difficulty(6, 3, 7, 0.8, 0.4, 0.6, 0.6, 0.9, 12, 5, Optional.empty());

    /** Neither noise nor jitter. */
    static final Difficulty CLEAN = new Difficulty(6, 3, 7, 0.8, 0.4, 0.6, 0.6, 0.9, 0, 0, Optional.empty());

    private GlyphSettings() {}

    static GlyphVqaDataset.Config config(Split split, long seed, long count) {
        return new GlyphVqaDataset.Config(split, seed, count, 4, 0, EVERY_TYPE, DIFFICULTY);
    }

    static Pictures pictures(Split split, long seed) {
        return config(split, seed, 1).pictures(split);
    }
}
