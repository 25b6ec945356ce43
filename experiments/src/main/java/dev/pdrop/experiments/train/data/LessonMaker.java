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

/** Turns questions with their answers into lessons; safe to share between threads. */
public final class LessonMaker {

    private final TrainableBackbone backbone;
    private final String prompt;

    /**
     * A maker.
     *
     * @param prompt what is said to the model: {@code {question}} stands for the question, {@code <image>} for an image
     */
    public LessonMaker(TrainableBackbone backbone, String prompt) {
        this.backbone = backbone;
        this.prompt = prompt;
    }

    /** One sequence that teaches all questions of a group. */
    Prompt lesson(ImageGroup group, List<Image> images) {
        List<Prompt> lessons = new ArrayList<>();
        for (Example example : group.examples()) {
            lessons.add(lesson(example, images));
        }
        return Packing.pack(lessons);
    }

    /** The same with rows behind it that teach nothing. */
    Prompt filled(Prompt lesson, int length) {
        return Packing.fill(lesson, length, backbone.filler());
    }

    private Prompt lesson(Example example, List<Image> images) {
        Conversation conversation = new Conversation(
                List.of(
                        new Conversation.Turn(
                                Conversation.Role.USER, prompt.replace(DatasetPlan.QUESTION, example.question())),
                        new Conversation.Turn(
                                Conversation.Role.ASSISTANT, example.answers().get(0))),
                images,
                Conversation.Form.TEMPLATED);
        Prompt lesson;
        try {
            lesson = backbone.teach(conversation);
        } catch (InvalidDataException e) {
            throw new InvalidDataException(example.origin() + ": " + e.getMessage(), e);
        } catch (InvalidImageException e) {
            throw new InvalidImageException(example.origin() + ": " + e.getMessage(), e);
        }
        if (!lesson.unknownWords().isEmpty()) {
            throw new InvalidDataException(
                    example.origin() + ": expected words that the model's tokenizer knows, found "
                            + String.join(", ", lesson.unknownWords()) + ": begin the model anew with this data set");
        }
        return lesson;
    }
}
