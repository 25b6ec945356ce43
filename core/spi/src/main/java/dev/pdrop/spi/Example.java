// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.List;

/**
 * One question.
 *
 * @param id unique in its data set
 * @param images in the order of the placeholders
 * @param question the text asked
 * @param answers accepted answers, at least one
 * @param type kind of question, for tables by kind; empty if there is none
 * @param origin where it stands, as {@code file:line}
 */
public record Example(
        String id, List<ImageSource> images, String question, List<String> answers, String type, String origin) {

    /** Checks that there is an answer. */
    public Example {
        images = List.copyOf(images);
        answers = List.copyOf(answers);
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("an example needs at least one answer");
        }
    }
}
