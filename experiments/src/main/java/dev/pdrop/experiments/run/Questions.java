// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.Prompt;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The examples of a plan in order, as prompts; images are read when their first question comes by. */
final class Questions {

    /** Neighbouring questions are often about one image, and rarely about more than a few. */
    private static final int REMEMBERED_IMAGES = 64;

    private final DatasetPlan plan;
    private final Backbone backbone;
    private final Map<ImageSource, Image> images = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ImageSource, Image> eldest) {
            return size() > REMEMBERED_IMAGES;
        }
    };

    Questions(DatasetPlan plan, Backbone backbone) {
        this.plan = plan;
        this.backbone = backbone;
    }

    /**
     * How many questions a plan asks, without a model and without reading an image.
     *
     * @throws InvalidDataException if there is none, or one is malformed
     */
    static long count(DatasetPlan plan) {
        try (Stream<Example> examples = limited(plan)) {
            long count = examples.count();
            if (count == 0) {
                throw new InvalidDataException("expected at least one question, found none in the data set "
                        + ArmKeys.canonical(plan.effective()) + ": give it another file");
            }
            return count;
        }
    }

    /** The prompts in order, made as they are consumed; close the stream. */
    Stream<Asked> stream() {
        return limited(plan).map(this::ask);
    }

    private static Stream<Example> limited(DatasetPlan plan) {
        Stream<Example> examples = plan.source().create().examples();
        return plan.limit().map(examples::limit).orElse(examples);
    }

    private Asked ask(Example example) {
        try {
            List<Image> pictures = example.images().stream()
                    .map(source -> images.computeIfAbsent(source, ImageSource::read))
                    .toList();
            Prompt prompt = backbone.prompt(Conversation.question(plan.promptFor(example.question()), pictures));
            return new Asked(example, prompt, input(prompt));
        } catch (InvalidDataException e) {
            throw new InvalidDataException(example.origin() + ": " + e.getMessage(), e);
        } catch (InvalidImageException e) {
            throw new InvalidImageException(example.origin() + ": " + e.getMessage(), e);
        }
    }

    /** A replaced picture or another prompt is another input, whatever the example is called. */
    private static String input(Prompt prompt) {
        Digest digest = new Digest().text(Arrays.toString(prompt.ids()));
        for (Image image : prompt.images()) {
            digest.text(image.width() + " x " + image.height()).bytes(image.rgb());
        }
        return digest.hex().substring(0, 16);
    }
}
