// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Conversation;
import java.util.regex.Pattern;

/** What an arm shows the model of a question. */
public enum InputTransform {
    /** All of it. */
    ORIGINAL,
    /** The words alone: how far a model comes that sees nothing. */
    TEXT_ONLY,
    /** The words with a picture that shows nothing, of the same size: the same, in the form that the model learnt. */
    BLANK_IMAGE;

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\s*(?:" + Pattern.quote(Conversation.IMAGE) + "\\s*)+");

    /** Whether questions are asked with a picture, if they have one. */
    public boolean showsPicture() {
        return this != TEXT_ONLY;
    }

    /**
     * The text of a question as this shows it.
     *
     * @param text with placeholders for images
     * @return without them where no picture is shown: what stood on both sides of one, or of some in a row, is parted
     *     by a line break if there was one beside them, else by a space
     */
    public String text(String text) {
        if (showsPicture()) {
            return text;
        }
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            boolean outside = found.start() == 0 || found.end() == text.length();
            return outside ? "" : found.group().contains("\n") ? "\n" : " ";
        });
    }
}
