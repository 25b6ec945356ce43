// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Prompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Turns a pool of groups into batches of equally long lessons; safe to share between threads.
 *
 * <p>Within the pool, groups of like length come together, so that little has to be filled up; then the batches are
 * shuffled, so that length does not rise and fall with time.
 */
public final class BatchMaker {

    private final int batchSize;
    private final Optional<LessonMaker> lessons;
    private final Optional<PatchVocabulary> vocabulary;
    private final PatchWeights count;

    /**
     * A maker.
     *
     * @param batchSize groups of a full batch, at least 1
     * @param lessons makes lessons of questions; empty if only images are learnt from
     * @param vocabulary describes patches; empty if what they show is not learnt
     * @param count how much each patch counts
     */
    public BatchMaker(
            int batchSize, Optional<LessonMaker> lessons, Optional<PatchVocabulary> vocabulary, PatchWeights count) {
        this.batchSize = batchSize;
        this.lessons = lessons;
        this.vocabulary = vocabulary;
        this.count = count;
    }

    /** A group on its way into a batch. */
    private record Item(ImageGroup group, List<Image> images, Optional<Prompt> lesson) {

        /** Lessons of equal keys fit one batch once they are equally long. */
        List<Object> key() {
            List<ImageSpan> spans =
                    lesson.map(prompt -> prompt.layout().spans()).orElseGet(List::of);
            return List.of(spans, group.examples().size());
        }

        int length() {
            return lesson.map(Prompt::length).orElse(0);
        }
    }

    /** Batches of a pool, in the order in which they are taught. */
    List<TrainingBatch> make(List<ImageGroup> pool, long seed) {
        Map<List<Object>, List<Item>> alike = new LinkedHashMap<>();
        for (ImageGroup group : pool) {
            Item item = item(group);
            List<Object> key = lessons.isPresent() ? item.key() : List.of();
            alike.computeIfAbsent(key, unused -> new ArrayList<>()).add(item);
        }
        List<TrainingBatch> batches = new ArrayList<>();
        for (List<Item> items : alike.values()) {
            items.sort(Comparator.comparingInt(Item::length));
            for (int start = 0; start < items.size(); start += batchSize) {
                batches.add(batch(items.subList(start, Math.min(items.size(), start + batchSize))));
            }
        }
        shuffle(batches, new SplittableRandom(seed));
        return batches;
    }

    private Item item(ImageGroup group) {
        List<Image> images = group.images().stream().map(ImageSource::read).toList();
        return new Item(group, images, lessons.map(maker -> maker.lesson(group, images)));
    }

    private TrainingBatch batch(List<Item> items) {
        int length = items.stream().mapToInt(Item::length).max().orElse(0);
        List<Prompt> prompts = new ArrayList<>();
        lessons.ifPresent(maker ->
                items.forEach(item -> prompts.add(maker.filled(item.lesson().orElseThrow(), length))));
        List<ImageSource> sources =
                items.stream().flatMap(item -> item.group().images().stream()).toList();
        return new TrainingBatch(
                items.stream().flatMap(item -> item.images().stream()).toList(),
                prompts,
                items.stream().map(Item::group).toList(),
                vocabulary.map(words -> PatchTargets.of(sources, words, count)));
    }

    /** The same on every Java release, which Collections.shuffle does not promise. */
    private static void shuffle(List<TrainingBatch> batches, SplittableRandom random) {
        for (int last = batches.size() - 1; last > 0; last--) {
            int other = (int) Math.floorMod(random.nextLong(), (long) last + 1);
            TrainingBatch moved = batches.get(other);
            batches.set(other, batches.get(last));
            batches.set(last, moved);
        }
    }
}
