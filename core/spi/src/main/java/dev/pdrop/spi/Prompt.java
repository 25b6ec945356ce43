// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
    private final Optional<Lesson> lesson;

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
        this(ids, spans, visualTokens, images, unknownWords, Optional.empty());
    }

    private Prompt(
            int[] ids,
            List<ImageSpan> spans,
            List<VisualToken> visualTokens,
            List<Image> images,
            List<String> unknownWords,
            Optional<Lesson> lesson) {
        this.ids = ids.clone();
        this.layout = new Layout(ids.length, spans);
        this.visualTokens = List.copyOf(visualTokens);
        this.images = List.copyOf(images);
        this.unknownWords = List.copyOf(unknownWords);
        this.lesson = lesson;
        if (this.visualTokens.size() != layout.visualTokens()) {
            throw new IllegalArgumentException("the spans hold " + layout.visualTokens() + " visual tokens, but "
                    + this.visualTokens.size() + " are described");
        }
        lesson.ifPresent(own -> {
            if (own.length() != ids.length) {
                throw new IllegalArgumentException(
                        "a lesson of " + own.length() + " rows does not fit a prompt of " + ids.length);
            }
        });
    }

    /** The same prompt, to be learnt from. */
    public Prompt with(Lesson toLearn) {
        return new Prompt(ids, layout.spans(), visualTokens, images, unknownWords, Optional.of(toLearn));
    }

    /**
     * Its first rows up to the end of its last run of visual tokens: what a model sees before it reads on.
     *
     * <p>Prompts with equal prefixes are the same to a causal model until there. A prompt without an image has none.
     */
    public Optional<Prompt> prefix() {
        List<ImageSpan> spans = layout.spans();
        if (spans.isEmpty() || lesson.isPresent()) {
            return Optional.empty();
        }
        int end = spans.get(spans.size() - 1).end();
        return Optional.of(new Prompt(Arrays.copyOf(ids, end), spans, visualTokens, images, List.of()));
    }

    /** What is to be learnt from it, if anything is. */
    public Optional<Lesson> lesson() {
        return lesson;
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

    /**
     * The images in the order in which they stand in the prompt, as the model is shown them: some models see several
     * pictures of one conversation in another form than a single one, under the same names.
     */
    public List<Image> images() {
        return images;
    }

    /** Words of the text that the tokenizer does not know, in order of appearance, each once. */
    public List<String> unknownWords() {
        return unknownWords;
    }
}
