// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.List;

/**
 * A conversation as the model reads it: token ids, and where the images stand.
 *
 * <p>Immutable. Made by {@link Backbone#prompt}.
 */
public final class Prompt {

    private final int[] ids;
    private final Layout layout;
    private final List<VisualToken> visualTokens;
    private final List<Image> images;
    private final List<String> unknownWords;

    /**
     * A prompt.
     *
     * @param ids token ids; a visual slot holds the model's image-token id
     * @param spans runs of visual tokens, ascending
     * @param visualTokens where each visual token comes from, by visual index
     * @param images the images, as many as the spans refer to
     * @param unknownWords words of the text that the tokenizer does not know, in order of appearance, each once
     */
    public Prompt(
            int[] ids,
            List<ImageSpan> spans,
            List<VisualToken> visualTokens,
            List<Image> images,
            List<String> unknownWords) {
        this.ids = ids.clone();
        this.layout = new Layout(ids.length, spans);
        this.visualTokens = List.copyOf(visualTokens);
        this.images = List.copyOf(images);
        this.unknownWords = List.copyOf(unknownWords);
        if (this.visualTokens.size() != layout.visualTokens()) {
            throw new IllegalArgumentException("the spans hold " + layout.visualTokens() + " visual tokens, but "
                    + this.visualTokens.size() + " are described");
        }
    }

    /** Token ids, a copy; a visual slot holds the model's image-token id. */
    public int[] ids() {
        return ids.clone();
    }

    /** Number of rows. */
    public int length() {
        return ids.length;
    }

    /** Length and spans. */
    public Layout layout() {
        return layout;
    }

    /** Where each visual token comes from, by visual index. */
    public List<VisualToken> visualTokens() {
        return visualTokens;
    }

    /** The images in the order in which they stand in the prompt. */
    public List<Image> images() {
        return images;
    }

    /** Words of the text that the tokenizer does not know, in order of appearance, each once. */
    public List<String> unknownWords() {
        return unknownWords;
    }
}
