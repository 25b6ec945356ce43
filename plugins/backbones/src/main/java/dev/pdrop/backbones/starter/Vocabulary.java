// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import dev.pdrop.spi.InvalidDataException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The words of a new model's tokenizer; a word's id is its place.
 *
 * @param words each once: special tokens, the word that asks for the answer, and the words of a data set
 */
record Vocabulary(List<String> words) {

    /** The id of the token that stands at visual slots. */
    static final int IMAGE = 3;

    /* In the order of the ids that the resources of ModelFiles state; A: ends a question in the chat template. */
    private static final List<String> FIRST = List.of("<pad>", "<bos>", "<eos>", "<image>", "A:");

    Vocabulary {
        words = List.copyOf(words);
    }

    /**
     * A vocabulary of a data set's words.
     *
     * @throws InvalidDataException if there are none
     */
    static Vocabulary of(List<String> words) {
        if (words.isEmpty()) {
            throw new InvalidDataException("expected a data set that knows every word of its questions and answers for"
                    + " the new model's tokenizer, found none: choose one that is made up, such as glyph-vqa");
        }
        Set<String> all = new LinkedHashSet<>(FIRST);
        for (String word : words) {
            if (word.isEmpty() || word.chars().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException("a word cannot hold white space, but '" + word + "' does");
            }
            all.add(word);
        }
        return new Vocabulary(List.copyOf(all));
    }

    /** How many words there are. */
    int size() {
        return words.size();
    }
}
