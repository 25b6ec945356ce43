// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import dev.pdrop.spi.Conversation.Turn;
import java.util.List;

/** Turns a conversation's turns into one text, up to where the model's answer begins. */
interface Template {

    /** The name by which configurations choose it. */
    String name();

    /**
     * The text, with image placeholders.
     *
     * @param turns with placeholders where the images belong
     * @param images how many images there are; a template may put them in front if no turn has a placeholder
     */
    String render(List<Turn> turns, int images);

    /** Whether the text already has the tokens that the tokenizer would add to its beginning. */
    default boolean beginsItself(String text) {
        return false;
    }
}
