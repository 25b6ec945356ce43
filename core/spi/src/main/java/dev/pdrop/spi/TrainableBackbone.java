// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;

/**
 * A backbone whose weights can be learnt, by the same steps that it answers with.
 *
 * <p>While a {@link Recording} is open, {@link #encode}, {@link #embed}, {@link #advance}, {@link #retain} and
 * {@link #loss} record how their results came about, so that gradients can flow back; captures that rankers see are
 * taken without gradients, so that none flows through a selection. Without a recording everything is as in any
 * backbone. Weights are float32.
 *
 * <p>States of prompts with lessons are for {@link #loss} alone: {@link #append} and {@link #logits} refuse them by
 * {@link IllegalArgumentException}, and a batch in which only some prompts hold a lesson is refused by {@link #embed}.
 */
public interface TrainableBackbone extends Backbone {

    /** Everything that can be learnt, in an order that never changes. */
    List<Parameter> parameters();

    /**
     * Turns a conversation that ends with an answer into a prompt with its {@link Lesson}: learnt are the assistant's
     * turns and the token that ends each; all is one segment. May be called by several threads at once, also while
     * another one uses the model.
     *
     * @throws InvalidDataException as {@link #prompt} does, or if the assistant says nothing
     */
    Prompt teach(Conversation conversation);

    /** The token that fills lessons up; see {@link Packing#fill}. */
    int filler();

    /** Begins to record; one recording at a time, on the thread that closes it. */
    Recording record();

    /**
     * How badly a state that has run through all layers foretells what its prompts teach.
     *
     * @param state at the last boundary, grown from prompts with lessons
     */
    LessonLoss loss(DecoderState state);

    /**
     * Writes the model as a folder that {@link BackboneFactory#create} and transformers load.
     *
     * @param folder exists and is empty
     * @param format what the weights are stored in
     */
    void save(Path folder, StoredFormat format);

    /** What weights are stored in. */
    enum StoredFormat {
        /** Four bytes a weight, as they were learnt. */
        FLOAT32,
        /** Two bytes a weight: 11 significant bits. */
        FLOAT16,
        /** Two bytes a weight: 8 significant bits. */
        BFLOAT16
    }

    /** Gradients being recorded. */
    interface Recording extends AutoCloseable {

        /**
         * Adds the gradient of a value to {@link Parameter#gradient()} of everything it was computed from.
         *
         * <p>What was recorded on the way is forgotten: values that were computed from the same features or states are
         * added up first.
         *
         * @param value a single number, computed while this recording was open
         */
        void backward(NDArray value);

        @Override
        void close();
    }
}
