// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.tree.Companies;
import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.plan.OnError;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.ImageSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the questions of a data set gather about images: neighbours about the same images are a family.
 *
 * @param questions how many are asked, those that turn out malformed included
 * @param bySize how many families there are of each number of questions
 */
public record Families(long questions, Map<Integer, Long> bySize) {

    /** Copies the map. */
    public Families {
        bySize = Map.copyOf(bySize);
    }

    /**
     * Reads the data set, pictures left alone.
     *
     * @throws dev.pdrop.spi.InvalidDataException if there is no question, or one is malformed and that is not to be
     *     recorded
     */
    static Families of(DatasetPlan plan, OnError onError) {
        Gathering gathering = new Gathering();
        long questions = Survey.withoutPictures(
                        plan, onError, read -> read.example().ifPresent(gathering::add))
                .questions();
        gathering.close();
        return new Families(questions, gathering.bySize);
    }

    /** The same questions if all showed one image, as those do that show a grey picture of one size. */
    Families aboutOneImage() {
        Map<Integer, Long> cut = new TreeMap<>();
        long whole = asked() / Companies.LARGEST_FAMILY;
        int rest = (int) (asked() % Companies.LARGEST_FAMILY);
        if (whole > 0) {
            cut.put(Companies.LARGEST_FAMILY, whole);
        }
        if (rest > 0) {
            cut.put(rest, 1L);
        }
        return new Families(questions, cut);
    }

    /** Questions about the same images, on average over families. */
    public double perImage() {
        long families = bySize.values().stream().mapToLong(Long::longValue).sum();
        return families == 0 ? 0 : (double) asked() / families;
    }

    /** Questions that belong to a family, if only of one. */
    private long asked() {
        return bySize.entrySet().stream()
                .mapToLong(entry -> entry.getKey() * entry.getValue())
                .sum();
    }

    /** The family that is growing. */
    private static final class Gathering {

        private final Map<Integer, Long> bySize = new TreeMap<>();
        private List<ImageSource> images = List.of();
        private int size;

        void add(Example example) {
            boolean belongs = size > 0
                    && size < Companies.LARGEST_FAMILY
                    && !example.images().isEmpty()
                    && example.images().equals(images);
            if (!belongs) {
                close();
            }
            images = example.images();
            size++;
        }

        void close() {
            if (size > 0) {
                bySize.merge(size, 1L, Long::sum);
            }
            size = 0;
        }
    }
}
