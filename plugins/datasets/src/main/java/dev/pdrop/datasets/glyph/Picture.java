// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;

/**
 * A scene with the questions asked about it.
 *
 * @param scene what is on it
 * @param questions in the order in which they are asked
 * @param image what it looks like
 */
record Picture(Scene scene, List<Question> questions, GlyphImage image) {

    /** Copies the questions. */
    Picture {
        questions = List.copyOf(questions);
    }
}
