// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * The conversation that LLaVA-1.5 and Vicuna 1.1 were trained on.
 *
 * <p>{@code SYSTEM USER: question ASSISTANT: answer</s>USER: question ASSISTANT:}. A leading system turn replaces the
 * system text.
 *
 * @source LLaVA, {@code llava/conversation.py}, {@code conv_vicuna_v1}: two separators, a space after the user and
 *     {@code </s>} after the assistant
 */
final class VicunaTemplate implements Template {

    static final String NAME = "vicuna_v1";

    private static final String SYSTEM =
            "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, "
                    + "detailed, and polite answers to the user's questions.";

    private final String imagePlaceholder;

    VicunaTemplate(String imagePlaceholder) {
        this.imagePlaceholder = imagePlaceholder;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String render(List<Turn> turns, int images) {
        boolean ownSystem = turns.get(0).role() == Role.SYSTEM;
        StringBuilder text = new StringBuilder(ownSystem ? turns.get(0).text() : SYSTEM).append(' ');
        for (Turn turn : withImages(turns.subList(ownSystem ? 1 : 0, turns.size()), images)) {
            text.append(spoken(turn));
        }
        boolean answered = turns.get(turns.size() - 1).role() == Role.ASSISTANT;
        return answered ? text.toString() : text.append("ASSISTANT:").toString();
    }

    /* As in LLaVA's evaluation: images stand in front of the first question, each on a line of its own. */
    private List<Turn> withImages(List<Turn> turns, int images) {
        int first = turns.stream().map(Turn::role).toList().indexOf(Role.USER);
        if (first < 0 || turns.stream().anyMatch(turn -> turn.text().contains(imagePlaceholder))) {
            return turns;
        }
        List<Turn> placed = new ArrayList<>(turns);
        String lines = (imagePlaceholder + "\n").repeat(images);
        placed.set(first, new Turn(Role.USER, lines + turns.get(first).text()));
        return placed;
    }

    private static String spoken(Turn turn) {
        return switch (turn.role()) {
            case USER -> "USER: " + turn.text() + " ";
            case ASSISTANT -> "ASSISTANT: " + turn.text() + "</s>";
            case SYSTEM -> turn.text() + " ";
        };
    }
}
