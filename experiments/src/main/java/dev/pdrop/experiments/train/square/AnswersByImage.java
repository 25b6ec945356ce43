// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.square;

import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.train.course.Tally.Count;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.ImageSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The images that a data set's questions are about, and what a run answered about each. */
public final class AnswersByImage {

    private final Map<String, Integer> images;
    private final int count;

    /**
     * The images of a data set; reads its questions, not its pictures.
     *
     * @throws dev.pdrop.spi.PdropException if one is malformed
     */
    public AnswersByImage(DatasetPlan dataset) {
        Map<String, Integer> numbers = new HashMap<>();
        Map<List<ImageSource>, Integer> known = new HashMap<>();
        try (Stream<Example> examples = dataset.source().create().examples()) {
            examples.limit(dataset.limit().orElse(Integer.MAX_VALUE)).forEach(example -> {
                Integer number = known.computeIfAbsent(example.images(), unused -> known.size());
                numbers.put(example.id(), number);
            });
        }
        this.images = Map.copyOf(numbers);
        this.count = known.size();
    }

    /**
     * What each arm of a run answered, one count an image, in order of the images; an answer is right if its score is
     * 1.
     */
    Map<String, List<Count>> of(StoredRun run) {
        Map<String, int[][]> counts = new LinkedHashMap<>();
        try (Stream<AnswerRecord> records = run.records()) {
            records.forEach(record -> {
                int[] image = counts.computeIfAbsent(record.arm(), unused -> new int[count][2])[
                        images.getOrDefault(record.example(), 0)];
                image[0] += record.score() == 1 ? 1 : 0;
                image[1]++;
            });
        }
        Map<String, List<Count>> byArm = new LinkedHashMap<>();
        counts.forEach((arm, all) -> {
            List<Count> list = new ArrayList<>();
            for (int[] image : all) {
                list.add(new Count(image[0], image[1]));
            }
            byArm.put(arm, list);
        });
        return byArm;
    }
}
