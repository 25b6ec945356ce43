// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A vision-language model, run one step at a time.
 *
 * <p>States and features are values that the caller closes; the backbone owns its weights. Used by one thread at a
 * time.
 */
public interface Backbone extends AutoCloseable {

    /** The sizes of the model. */
    Geometry geometry();

    /**
     * Facts about the loaded model for manifests, such as family, device, dtype and engine version; keys in kebab-case.
     */
    Map<String, String> facts();

    /**
     * Turns a conversation into token ids with every image in its place.
     *
     * @throws InvalidDataException if placeholders and images do not match, or the text cannot be said to this model
     */
    Prompt prompt(Conversation conversation);

    /**
     * The part of an image that a visual token stands for.
     *
     * @param image of the prompt, the one that the token comes from
     * @param token one of {@link Prompt#visualTokens()}
     * @return empty for a token that stands for no part of the picture
     */
    Optional<ImageRegion> region(Image image, VisualToken token);

    /**
     * The picture that the {@linkplain #region regions} of a tile are parts of; the default is one that sees the frames
     * of a video one by one.
     *
     * @param image of a prompt
     * @param tile of one of its visual tokens
     */
    default Image shown(Image image, int tile) {
        return image.isVideo() ? image.frames().get(tile) : image;
    }

    /** The text of generated tokens, special tokens left out. */
    String text(List<Integer> tokens);

    /** Words of a text that the tokenizer does not know, in order of appearance, each once. */
    List<String> unknownWords(String text);

    /** The tokens that end an answer. */
    Set<Integer> endTokens();

    /**
     * Runs images through tower and projector.
     *
     * @param images at least one; the same image twice is encoded once
     * @param captures vision captures to keep
     * @throws InvalidImageException if an image cannot be used by this model
     */
    VisualFeatures encode(List<Image> images, Set<Capture> captures);

    /**
     * Puts prompts into a state at layer 0.
     *
     * @param batch at least one prompt, all of equal {@link Prompt#layout() layout}
     * @param features holds every image of every prompt; may be empty for prompts without images
     */
    DecoderState embed(List<Prompt> batch, VisualFeatures features);

    /** A new manager on the model's device, for what is computed beside the model; the caller closes it. */
    NDManager newManager();

    /** Features of no image, for prompts without one. */
    VisualFeatures noFeatures();

    /**
     * Whether a declared need can be met, asked before anything is loaded onto a state.
     *
     * @param capture a decoder capture
     */
    boolean supports(Capture capture);

    /**
     * Runs decoder layers until boundary {@code layer}.
     *
     * <p>The result carries exactly those of {@code captures} that concern a layer up to and including {@code layer}:
     * ones that {@code state} carries are handed on, ones of a layer that is run now are taken on the way, ones of
     * {@code layer} itself are computed at the boundary. Captures of later layers are for later calls and ignored now.
     *
     * @param layer from {@link DecoderState#layer()} to {@link Geometry#layers()}
     * @throws IllegalArgumentException if a capture concerns a layer that has run and is not carried
     */
    DecoderState advance(DecoderState state, int layer, Set<Capture> captures);

    /**
     * Drops visual tokens at the present boundary, or merges them; text stays. Layers that have run keep what they
     * cached.
     *
     * <p>A representative stays in its row, with its origin and at its position; its hidden row becomes the weighted
     * sum of the rows that are mixed into it, as they are before anything is replaced. Captures follow the
     * representatives: they keep the values that were taken of them before the mixing.
     *
     * <p>Keeping every visual token as it is gives an equal state, whose further course is bit for bit that of
     * {@code state}.
     *
     * @throws IllegalArgumentException if the retention is for another number of examples or of visual tokens
     */
    DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions);

    /**
     * Adds text rows behind a state, running them through all layers that the state has run.
     *
     * <p>The examples of the new state are chosen ones of {@code state}, in any order and any number of times: several
     * questions about one image go on from one state of what they have in common.
     *
     * <p>Serves suffixes of a shared prefix, decoding and the next turn alike. Positions go on where each layer's
     * numbering stopped. Once all layers have run, the new state holds only the appended rows for {@link #logits};
     * cached keys and values of all rows stay. {@link DecoderState#tokens()} and {@link DecoderState#positions} go on
     * counting every row. The new state carries no captures, for those of {@code state} are of a shorter sequence;
     * appended rows count as text of the prompt in captures that are taken later.
     *
     * @param examples for each example of the new state, the example of {@code state} that it goes on from; at least
     *     one
     * @param tokens for each example of the new state, the token ids to add; as many in each, at least one
     */
    DecoderState append(DecoderState state, int[] examples, List<int[]> tokens);

    /**
     * Adds text rows behind every example of a state.
     *
     * @param tokens for each example of {@code state}, the token ids to add; as many in each, at least one
     */
    default DecoderState append(DecoderState state, List<int[]> tokens) {
        return append(state, IntStream.range(0, state.batch()).toArray(), tokens);
    }

    /**
     * Next-token logits of the last row of each example.
     *
     * @param state at the last boundary
     */
    Logits logits(DecoderState state);

    @Override
    void close();
}
