// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.ImageSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which examples of an experiment are about the same images. One without images, or one that cannot even be read, is
 * about nothing that others are about. Immutable.
 */
public final class ExampleImages {

    private final Map<String, String> images;

    private ExampleImages(Map<String, String> images) {
        this.images = images;
    }

    /**
     * Reads the questions of an experiment, not its pictures.
     *
     * @throws dev.pdrop.spi.PdropException if one is malformed and the experiment does not record that
     */
    public static ExampleImages of(ExperimentPlan plan) {
        Map<String, String> images = new LinkedHashMap<>();
        Map<List<ImageSource>, String> known = new HashMap<>();
        try (Examples examples = new Examples(plan.dataset(), plan.onError())) {
            for (Optional<Examples.Read> next = examples.next(); next.isPresent(); next = examples.next()) {
                String own = Long.toString(next.get().number());
                Optional<Example> example = next.get().example();
                if (example.isPresent() && !example.get().images().isEmpty()) {
                    images.put(
                            example.get().id(),
                            known.computeIfAbsent(example.get().images(), unused -> own));
                } else {
                    images.put(
                            example.map(Example::id)
                                    .orElse(Question.Unasked.malformed(next.get())
                                            .id()),
                            own);
                }
            }
        }
        return new ExampleImages(images);
    }

    /** The ids of all examples, in order, as records name them. */
    public Set<String> examples() {
        return images.keySet();
    }

    /**
     * A name for the images of an example, shared by all that are about the same; empty if there is no such example.
     */
    public Optional<String> of(String example) {
        return Optional.ofNullable(images.get(example));
    }
}
