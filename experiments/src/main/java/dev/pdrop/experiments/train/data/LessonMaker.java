// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.Packing;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns questions with their answers into lessons; safe to share between threads. Of several accepted answers the first
 * is taught, and the only one that counts as right.
 */
public final class LessonMaker {

    private final TrainableBackbone backbone;
    private final String prompt;
    private final Turns turns;

    /**
     * A maker.
     *
     * @param prompt what is said to the model: {@code {question}} stands for the question, {@code <image>} for an
     *     image, which only the first question of a conversation is said with
     * @param turns how several questions stand to each other
     */
    public LessonMaker(TrainableBackbone backbone, String prompt, Turns turns) {
        this.backbone = backbone;
        this.prompt = prompt;
        this.turns = turns;
    }

    /** One sequence that teaches all questions of a group. */
    Prompt lesson(ImageGroup group, List<Image> images) {
        if (turns == Turns.CONVERSATION) {
            return lesson(group.examples(), images);
        }
        return Packing.pack(group.examples().stream()
                .map(example -> lesson(List.of(example), images))
                .toList());
    }

    /** The same with rows behind it that teach nothing. */
    Prompt filled(Prompt lesson, int length) {
        return Packing.fill(lesson, length, backbone.filler());
    }

    private Prompt lesson(List<Example> examples, List<Image> images) {
        String origin = examples.get(0).origin()
                + (examples.size() > 1 ? " and the questions behind it about the same image" : "");
        Prompt lesson;
        try {
            lesson = backbone.teach(new Conversation(turns(examples), images, Conversation.Form.TEMPLATED));
        } catch (InvalidDataException e) {
            throw new InvalidDataException(origin + ": " + e.getMessage(), e);
        } catch (InvalidImageException e) {
            throw new InvalidImageException(origin + ": " + e.getMessage(), e);
        }
        if (lesson.layout().spans().isEmpty()) {
            throw new InvalidDataException(
                    origin + ": expected a question about an image, found none: give it one, or leave it out");
        }
        if (!lesson.unknownWords().isEmpty()) {
            throw new InvalidDataException(
                    origin
                            + ": expected words that the model's tokenizer knows, found "
                            + String.join(", ", lesson.unknownWords())
                            + ": a model has the words of the data set that it began with; leave the question out, or begin anew with --fresh");
        }
        return lesson;
    }

    private List<Conversation.Turn> turns(List<Example> examples) {
        List<Conversation.Turn> all = new ArrayList<>();
        for (Example example : examples) {
            String said = all.isEmpty()
                    ? prompt
                    : prompt.replace(Conversation.IMAGE, "").strip();
            all.add(new Conversation.Turn(
                    Conversation.Role.USER, said.replace(DatasetPlan.QUESTION, example.question())));
            all.add(new Conversation.Turn(
                    Conversation.Role.ASSISTANT, example.answers().get(0)));
        }
        return all;
    }
}
