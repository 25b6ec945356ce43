// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.trace;

import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import java.nio.file.Path;
import java.util.List;

/** Puts images and a text that people give together. */
public final class Questioning {

    private Questioning() {}

    /**
     * The conversation of one question.
     *
     * <p>Images without a placeholder in the text stand in front of it, as LLaVA's own tools put them. A raw text is
     * taken as it is.
     */
    public static Conversation conversation(String text, List<Path> files, boolean raw) {
        List<Image> images = files.stream().map(Image::read).toList();
        if (raw) {
            return Conversation.raw(text, images);
        }
        String front = text.contains(Conversation.IMAGE) ? "" : (Conversation.IMAGE + "\n").repeat(images.size());
        return Conversation.question(front + text, images);
    }
}
