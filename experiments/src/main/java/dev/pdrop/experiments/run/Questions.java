// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.plan.OnError;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.Prompt;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The examples of a plan in order, as prompts; images are read when their first question comes by. */
final class Questions {

    /** Neighbouring questions are often about one image, and rarely about more than a few. */
    private static final int REMEMBERED_IMAGES = 64;

    /** An image and the hash of its pixels. */
    private record Picture(Image image, String hash) {}

    private final DatasetPlan plan;
    private final OnError onError;
    private final Backbone backbone;
    private final Map<ImageSource, Picture> pictures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ImageSource, Picture> eldest) {
            return size() > REMEMBERED_IMAGES;
        }
    };

    Questions(DatasetPlan plan, OnError onError, Backbone backbone) {
        this.plan = plan;
        this.onError = onError;
        this.backbone = backbone;
    }

    /**
     * Hands the questions on in order, each made when the one before it was taken.
     *
     * @throws PdropException if one cannot be asked and that is not to be recorded; names file and line
     */
    void forEach(Consumer<Question> next) {
        try (Examples examples = new Examples(plan, onError)) {
            for (Optional<Examples.Read> read = examples.next(); read.isPresent(); read = examples.next()) {
                next.accept(question(read.get()));
            }
        }
    }

    private Question question(Examples.Read read) {
        if (read.example().isEmpty()) {
            return Question.Unasked.malformed(read);
        }
        Example example = read.example().get();
        try {
            return ask(example);
        } catch (InvalidDataException | InvalidImageException e) {
            PdropException located = located(example, e);
            if (onError == OnError.FAIL) {
                throw located;
            }
            return new Question.Unasked(example.id(), example.type(), String.valueOf(located.getMessage()));
        }
    }

    /** The same failure, with where the example stands. */
    static PdropException located(Example example, PdropException failure) {
        String message = example.origin() + ": " + failure.getMessage();
        return failure instanceof InvalidImageException
                ? new InvalidImageException(message, failure)
                : new InvalidDataException(message, failure);
    }

    private Question ask(Example example) {
        List<Picture> seen = example.images().stream()
                .map(source -> pictures.computeIfAbsent(source, Questions::read))
                .toList();
        List<Image> images = seen.stream().map(Picture::image).toList();
        Prompt prompt = backbone.prompt(Conversation.question(plan.promptFor(example.question()), images));
        return new Question.Asked(example, prompt, input(example, prompt, seen));
    }

    private static Picture read(ImageSource source) {
        Image image = source.read();
        return new Picture(
                image,
                new Digest()
                        .text(image.width() + " x " + image.height())
                        .bytes(image.rgb())
                        .hex());
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
