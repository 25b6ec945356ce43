// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.List;

/**
 * What is said to the model.
 *
 * @param turns in order; the model answers after the last one, or learns what the assistant says
 * @param images one for each {@link #IMAGE} placeholder, in order
 * @param form how the turns become text
 */
public record Conversation(List<Turn> turns, List<Image> images, Form form) {

    /** Stands in the text of a turn where an image belongs. */
    public static final String IMAGE = "<image>";

    /** Who speaks. */
    public enum Role {
        /** The frame of the conversation. */
        SYSTEM,
        /** The one who asks. */
        USER,
        /** The model. */
        ASSISTANT
    }

    /**
     * One utterance.
     *
     * @param role who speaks
     * @param text what is said, with placeholders
     */
    public record Turn(Role role, String text) {}

    /** How turns become text. */
    public enum Form {
        /** Wrapped by the backbone's conversation template. */
        TEMPLATED,
        /** The texts of the turns one behind the other, taken as they are: only placeholders are expanded. */
        RAW
    }

    /** Checks that something is said. */
    public Conversation {
        turns = List.copyOf(turns);
        images = List.copyOf(images);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("a conversation has at least one turn");
        }
    }

    /** One user turn, wrapped by the conversation template. */
    public static Conversation question(String text, List<Image> images) {
        return new Conversation(List.of(new Turn(Role.USER, text)), images, Form.TEMPLATED);
    }

    /** Text taken as is. */
    public static Conversation raw(String text, List<Image> images) {
        return new Conversation(List.of(new Turn(Role.USER, text)), images, Form.RAW);
    }
}
