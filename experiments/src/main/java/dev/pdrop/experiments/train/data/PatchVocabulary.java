// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.DescribedImage;
import dev.pdrop.spi.ImageSource;
import dev.pdrop.spi.InvalidDataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words that patches can be described by, family by family.
 *
 * <p>Each family has a column for "none" and then one for each of its words; the columns of all families stand side by
 * side. Immutable.
 */
public final class PatchVocabulary {

    /** Images that are looked through for words; one that none of them shows is left out of the lessons. */
    private static final int IMAGES = 512;

    /**
     * The words of one property.
     *
     * @param name the property, such as {@code color}
     * @param words without the empty one
     * @param start its column for "none"
     * @param linear whether it is to be read by a linear map, where others are read by the embeddings of their words
     */
    public record Family(String name, List<String> words, int start, boolean linear) {

        /** Copies the words. */
        public Family {
            words = List.copyOf(words);
        }

        /** The column behind its last. */
        public int end() {
            return start + 1 + words.size();
        }
    }

    private final List<Family> families;
    private final int rows;
    private final int columns;

    /**
     * A vocabulary.
     *
     * @param words by property
     * @param linear properties that are to be read by a linear map: the last ones of {@code words}
     * @param rows of patches in an image
     * @param columns of patches in an image
     */
    public PatchVocabulary(Map<String, List<String>> words, List<String> linear, int rows, int columns) {
        List<Family> all = new ArrayList<>();
        int start = 0;
        for (Map.Entry<String, List<String>> entry : words.entrySet()) {
            Family family = new Family(entry.getKey(), entry.getValue(), start, linear.contains(entry.getKey()));
            all.add(family);
            start = family.end();
        }
        this.families = List.copyOf(all);
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * The vocabulary of the first images of a data set.
     *
     * @param patches of an image, which are taken to form a square
     * @param properties the ones that are wanted, in their order; empty for all, but the linear ones
     * @param linear the ones that are to be read by a linear map; they come last
     * @param remedy what people can do who have no such images
     * @throws InvalidDataException if its images do not say what their patches show, or know nothing of a property
     */
    public static PatchVocabulary of(
            Dataset dataset, int patches, Optional<List<String>> properties, List<String> linear, String remedy) {
        int side = (int) Math.round(Math.sqrt(patches));
        if (side * side != patches) {
            throw new InvalidDataException("expected a model whose patches form a square to learn what patches show,"
                    + " found " + patches + " patches: " + remedy);
        }
        Map<String, Set<String>> words = new LinkedHashMap<>();
        try (GroupReader reader = new GroupReader(dataset, Integer.MAX_VALUE, 0)) {
            for (int image = 0; image < IMAGES; image++) {
                ImageGroup group = image == 0
                        ? reader.next()
                        : reader.nextOfThisPass().orElse(new ImageGroup(List.of(), List.of()));
                for (ImageSource source : group.images()) {
                    collect(described(source, remedy).patchWords(patchSide(source, side, side)), words);
                }
            }
        }
        Set<String> wanted = new LinkedHashSet<>(properties.orElse(List.copyOf(words.keySet())));
        linear.forEach(wanted::remove);
        wanted.addAll(linear);
        Map<String, List<String>> sorted = new LinkedHashMap<>();
        wanted.forEach(property -> sorted.put(property, List.copyOf(known(words, property))));
        return new PatchVocabulary(sorted, linear, side, side);
    }

    private static Set<String> known(Map<String, Set<String>> words, String property) {
        Set<String> own = words.get(property);
        if (own == null) {
            throw new InvalidDataException("expected properties among " + String.join(", ", words.keySet())
                    + ", which the images of the data set describe their patches by, found " + property
                    + ": correct properties or linear-properties of the stage");
        }
        return own;
    }

    private static void collect(Map<String, List<String>> shown, Map<String, Set<String>> words) {
        shown.forEach((family, list) -> {
            Set<String> own = words.computeIfAbsent(family, unused -> new TreeSet<>());
            own.addAll(list);
            own.remove("");
        });
    }

    /** The families, in order of their columns. */
    public List<Family> families() {
        return families;
    }

    /** Columns of the families that are read by the embeddings of their words; those of the others come behind. */
    public int wordColumns() {
        return families.stream()
                .filter(Family::linear)
                .findFirst()
                .map(Family::start)
                .orElse(width());
    }

    /** Columns of all families. */
    public int width() {
        return families.isEmpty() ? 0 : families.get(families.size() - 1).end();
    }

    /** Patches of an image. */
    public int patches() {
        return rows * columns;
    }

    /**
     * For each property a word for each patch of an image.
     *
     * @throws InvalidDataException if the image cannot say, or has no such patches
     */
    Map<String, List<String>> describe(ImageSource source) {
        return described(source, "ask nothing of patches").patchWords(patchSide(source, rows, columns));
    }

    private static DescribedImage described(ImageSource source, String remedy) {
        if (source instanceof DescribedImage described) {
            return described;
        }
        throw new InvalidDataException(
                "expected a data set whose images say what their patches show, such as glyph-vqa, found "
                        + source.name()
                        + ", which does not: " + remedy + ", or take another data set");
    }

    private static int patchSide(ImageSource source, int rows, int columns) {
        int width = source.read().width();
        int height = source.read().height();
        if (width % columns != 0 || height % rows != 0 || width / columns != height / rows) {
            throw new InvalidDataException("expected images that fall into " + rows + " x " + columns
                    + " square patches, found " + source.name() + " of " + width + " x " + height
                    + " pixels: give the model images of that size");
        }
        return width / columns;
    }
}
