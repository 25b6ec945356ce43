// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.BlankImages;
import dev.pdrop.engine.DownSampledImages;
import dev.pdrop.engine.InputTransform;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.plan.OnError;
import dev.pdrop.experiments.run.PicturesAhead.Picture;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.Prompt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The examples of a plan in order, as prompts; images are read a little before their first question comes by. */
final class Questions {

    /** So many examples are read before their turn, so that their images are there when it comes. */
    private static final int AHEAD = 8;

    private final DatasetPlan plan;
    private final OnError onError;
    private final Backbone backbone;
    private final PromptFit fit;
    private final BlankImages blank = new BlankImages();
    private final Map<Double, DownSampledImages> downSampled = new HashMap<>();

    /**
     * Questions.
     *
     * @param plan where they come from
     * @param arms that they are for; a prompt that some arm cannot be planned for cannot be asked
     * @param backbone the plan's model, borrowed
     */
    Questions(DatasetPlan plan, OnError onError, Backbone backbone, List<ArmPlan> arms) {
        this.plan = plan;
        this.onError = onError;
        this.backbone = backbone;
        this.fit = new PromptFit(arms, backbone.geometry());
    }

    /**
     * Hands the questions on in order, each made when the one before it was taken.
     *
     * @throws PdropException if one cannot be asked and that is not to be recorded; names file and line
     */
    void forEach(Consumer<Question> next) {
        forEach(Set.of(InputTransform.ORIGINAL), (input, question) -> next.accept(question));
    }

    /**
     * The same, each question shown in several ways one after the other. One that cannot be shown in one way may be
     * shown in another: a broken picture is in nobody's way who is shown none.
     *
     * @param inputs what is shown
     */
    void forEach(Set<InputTransform> inputs, BiConsumer<InputTransform, Question> next) {
        forEachUntil(inputs, (input, question) -> {
            next.accept(input, question);
            return false;
        });
    }

    /**
     * The first questions that reach the model.
     *
     * @param count how many at most
     * @param input what is shown
     * @throws PdropException if one cannot be asked and that is not to be recorded; names file and line
     */
    List<Question.Asked> first(int count, InputTransform input) {
        List<Question.Asked> first = new ArrayList<>();
        forEachUntil(Set.of(input), (shown, question) -> {
            if (question instanceof Question.Asked asked) {
                first.add(asked);
            }
            return first.size() == count;
        });
        return first;
    }

    /** What goes wrong behind the last one taken is not looked at. */
    private void forEachUntil(Set<InputTransform> inputs, BiPredicate<InputTransform, Question> last) {
        try (Examples examples = new Examples(plan, onError);
                PicturesAhead pictures = new PicturesAhead()) {
            Deque<Examples.Read> waiting = new ArrayDeque<>();
            Optional<RuntimeException> end = readAhead(examples, waiting, pictures);
            while (!waiting.isEmpty()) {
                Examples.Read read = waiting.remove();
                for (InputTransform input : inputs) {
                    if (last.test(input, question(read, input, pictures))) {
                        return;
                    }
                }
                end = end.isPresent() ? end : readAhead(examples, waiting, pictures);
            }
            end.ifPresent(failure -> {
                throw failure;
            });
        }
    }

    /** Fills up what is waiting; gives what went wrong, which is to come up behind what is waiting. */
    private static Optional<RuntimeException> readAhead(
            Examples examples, Deque<Examples.Read> waiting, PicturesAhead pictures) {
        try {
            while (waiting.size() < AHEAD) {
                Optional<Examples.Read> read = examples.next();
                if (read.isEmpty()) {
                    return Optional.empty();
                }
                read.get().example().ifPresent(example -> example.images().forEach(pictures::expect));
                waiting.add(read.get());
            }
            return Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of(failure);
        }
    }

    private Question question(Examples.Read read, InputTransform input, PicturesAhead pictures) {
        if (read.example().isEmpty()) {
            return Question.Unasked.malformed(read);
        }
        Example example = read.example().get();
        try {
            return ask(example, input, pictures);
        } catch (InvalidDataException | InvalidImageException e) {
            PdropException located = located(example, e);
            if (onError == OnError.FAIL) {
                throw located;
            }
            return Question.Unasked.of(example, located);
        }
    }

    /** The same failure, with where the example stands. */
    static PdropException located(Example example, PdropException failure) {
        String message = example.origin() + ": " + failure.getMessage();
        return failure instanceof InvalidImageException
                ? new InvalidImageException(message, failure)
                : new InvalidDataException(message, failure);
    }

    private Question ask(Example example, InputTransform input, PicturesAhead pictures) {
        List<Picture> seen = seen(example, input, pictures);
        List<Image> images = seen.stream().map(Picture::image).toList();
        String text = input.text(plan.promptFor(example.question()));
        Prompt prompt = backbone.prompt(Conversation.question(text, images));
        fit.require(input, prompt);
        return new Question.Asked(
                example, prompt, about(example, pictures), images(example, seen), input(example, prompt, seen));
    }

    private List<Picture> seen(Example example, InputTransform input, PicturesAhead pictures) {
        if (!input.showsPicture()) {
            return List.of();
        }
        Stream<Picture> seen = example.images().stream().map(pictures::of);
        return switch (input.kind()) {
            case ORIGINAL, TEXT_ONLY -> seen.toList();
            case BLANK_IMAGE ->
                seen.map(picture -> Picture.of(blank.inPlaceOf(picture.image())))
                        .toList();
            case DOWN_SAMPLED -> {
                DownSampledImages smaller = downSampled.computeIfAbsent(input.scale(), DownSampledImages::new);
                yield seen.map(picture -> Picture.of(smaller.inPlaceOf(picture.image())))
                        .toList();
            }
        };
    }

    /** Whatever is shown of them: statistics go by the pictures that a question is about. */
    private static String about(Example example, PicturesAhead pictures) {
        try {
            return images(example, example.images().stream().map(pictures::of).toList());
        } catch (InvalidImageException broken) {
            return Question.Unasked.pictures(example);
        }
    }

    private static String images(Example example, List<Picture> seen) {
        if (seen.isEmpty()) {
            return example.id();
        }
        Digest digest = new Digest();
        seen.forEach(picture -> digest.text(picture.hash()));
        return digest.brief();
    }

    /**
     * A replaced picture, another prompt or other accepted answers are another input, whatever the example is called.
     */
    private static String input(Example example, Prompt prompt, List<Picture> seen) {
        Map<Image, String> hashes = new HashMap<>();
        seen.forEach(picture -> hashes.put(picture.image(), picture.hash()));
        Digest digest = new Digest().text(Arrays.toString(prompt.ids()));
        prompt.images().forEach(image -> digest.text(String.valueOf(hashes.get(image))));
        return digest.text(example.answers().toString()).brief();
    }
}
