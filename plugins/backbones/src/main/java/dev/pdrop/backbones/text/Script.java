// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.text;

import dev.pdrop.spi.Conversation.Role;
import dev.pdrop.spi.Conversation.Turn;
import dev.pdrop.spi.InvalidDataException;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole conversation as one text, and where the model speaks in it.
 *
 * @param text the text
 * @param answers what the model is to say, in order, not overlapping
 */
record Script(String text, List<Answer> answers) {

    /**
     * A stretch of the text, with what the template puts behind an answer.
     *
     * @param start first code point
     * @param end the code point after the last one
     */
    record Answer(int start, int end) {}

    Script {
        answers = List.copyOf(answers);
    }

    /** The texts of turns, one behind the other. */
    static Script raw(List<Turn> turns) {
        StringBuilder text = new StringBuilder();
        List<Answer> answers = new ArrayList<>();
        for (Turn turn : turns) {
            int start = text.length();
            text.append(turn.text());
            if (turn.role() == Role.ASSISTANT) {
                answers.add(answer(text.toString(), start, text.length()));
            }
        }
        return new Script(text.toString(), answers);
    }

    /**
     * Turns wrapped by a template, the last one an answer. An answer goes from where the template would let the model
     * begin to where it has written the assistant's turn.
     *
     * <p>Some templates write an answer that is there otherwise than they ask for one. The last answer then stands
     * behind what the model is asked with, because that is what it will be asked with.
     *
     * @throws InvalidDataException if the template writes earlier turns differently when others follow them
     */
    static Script templated(List<Turn> turns, int images, Template template) {
        String text = text(turns, images, template);
        List<Answer> answers = new ArrayList<>();
        for (int turn = 0; turn < turns.size(); turn++) {
            if (turns.get(turn).role() == Role.ASSISTANT) {
                boolean last = turn == turns.size() - 1;
                String before = turn == 0 ? "" : template.render(turns.subList(0, turn), images);
                String until = last ? text : template.render(turns.subList(0, turn + 1), images);
                requireBeginning(text, before, template);
                requireBeginning(text, until, template);
                answers.add(answer(text, before.length(), until.length()));
            }
        }
        return new Script(text, answers);
    }

    private static String text(List<Turn> turns, int images, Template template) {
        String whole = template.render(turns, images);
        int last = turns.size() - 1;
        String asked = last == 0 ? "" : template.render(turns.subList(0, last), images);
        if (whole.startsWith(asked)) {
            return whole;
        }
        boolean spaced = Character.isWhitespace(asked.charAt(asked.length() - 1));
        return asked + (spaced ? "" : " ") + turns.get(last).text();
    }

    private static void requireBeginning(String text, String beginning, Template template) {
        if (!text.startsWith(beginning)) {
            throw new InvalidDataException("expected a conversation template that writes one turn behind the other,"
                    + " found that " + template.name() + " changes what stands before an answer once it is there:"
                    + " choose another template to train with");
        }
    }

    private static Answer answer(String text, int start, int end) {
        return new Answer(text.codePointCount(0, start), text.codePointCount(0, end));
    }
}
