// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A batch of lessons that runs through a model, reduced on the way as in inference.
 *
 * <p>While the model records, gradients flow through everything but the choice of what stays. Where several questions
 * share an image, what one ranking keeps serves all of them.
 */
public final class LessonPass {

    private final TrainableBackbone backbone;
    private final Optional<Method> method;
    private final Seeds seeds;

    /**
     * A pass.
     *
     * @param method how to reduce; empty for not at all
     * @param seeds of rankers that draw random numbers
     */
    public LessonPass(TrainableBackbone backbone, Optional<Method> method, Seeds seeds) {
        this.backbone = backbone;
        this.method = method;
        this.seeds = seeds;
    }

    /**
     * Runs a batch through all layers.
     *
     * @param lessons of equal layout
     * @param features hold every image of the lessons
     * @param examples ids, one a lesson, by which rankers draw random numbers
     * @return how badly the lessons were foretold; the caller closes it
     * @throws InvalidMethodException if a ranker keeps more of one image than of another
     */
    public LessonLoss run(List<Prompt> lessons, VisualFeatures features, List<String> examples) {
        if (method.isPresent()) {
            return reduced(method.get(), lessons, features, examples);
        }
        try (DecoderState embedded = backbone.embed(lessons, features);
                DecoderState last =
                        backbone.advance(embedded, backbone.geometry().layers(), Set.of())) {
            return backbone.loss(last);
        }
    }

    private LessonLoss reduced(Method by, List<Prompt> lessons, VisualFeatures features, List<String> examples) {
        try (Prefill prefill = Prefill.run(backbone, by, lessons, features, seeds, examples)) {
            return backbone.loss(prefill.state());
        } catch (UnevenSelectionException e) {
            throw new InvalidMethodException(
                    "expected a reduction that keeps as many visual tokens of each image of a batch, found one whose"
                            + " ranker chooses how many: train with another ranker, or with batch-size = 1",
                    e);
        }
    }
}
