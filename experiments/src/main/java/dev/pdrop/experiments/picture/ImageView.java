// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * An image as some of its visual tokens see it, none of which overlap.
 *
 * <p>Most models see an image once. One that also cuts it into tiles sees it twice: a token of the whole image and one
 * of a tile stand for the same place, and one of them may stay while the other is dropped, so that a single drawing of
 * both would be wrong.
 *
 * @param image what is seen
 * @param tiles whose tokens these are, ascending
 * @param alone whether this is the only view of the image
 * @param tokens visual indices, ascending
 * @param regions what each of them stands for
 */
public record ImageView(
        Image image, List<Integer> tiles, boolean alone, List<Integer> tokens, List<ImageRegion> regions) {

    /** Rounding errors, as a share of an edge. */
    private static final double ROUNDING = 1e-6;

    /** Copies the lists. */
    public ImageView {
        tiles = List.copyOf(tiles);
        tokens = List.copyOf(tokens);
        regions = List.copyOf(regions);
    }

    /**
     * The views of an image, in the order of their first tiles; none if no token stands for a part of it.
     *
     * @param backbone knows what tokens stand for
     * @param index of the image in the prompt
     */
    public static List<ImageView> of(Backbone backbone, Prompt prompt, int index) {
        Image image = prompt.images().get(index);
        TreeMap<Integer, TreeMap<Integer, ImageRegion>> tiles = new TreeMap<>();
        for (int i = 0; i < prompt.visualTokens().size(); i++) {
            VisualToken token = prompt.visualTokens().get(i);
            if (token.image() == index) {
                int visual = i;
                backbone.region(image, token)
                        .ifPresent(region -> tiles.computeIfAbsent(token.tile(), unused -> new TreeMap<>())
                                .put(visual, region));
            }
        }
        List<Map<Integer, TreeMap<Integer, ImageRegion>>> groups = new ArrayList<>();
        tiles.forEach((tile, regions) -> groups.stream()
                .filter(group -> group.values().stream().noneMatch(other -> overlap(around(other), around(regions))))
                .findFirst()
                .orElseGet(() -> opened(groups))
                .put(tile, regions));
        return groups.stream()
                .map(group -> {
                    TreeMap<Integer, ImageRegion> tokens = new TreeMap<>();
                    group.values().forEach(tokens::putAll);
                    return new ImageView(
                            backbone.shown(image, Collections.min(group.keySet())),
                            List.copyOf(group.keySet()),
                            groups.size() == 1,
                            List.copyOf(tokens.keySet()),
                            List.copyOf(tokens.values()));
                })
                .toList();
    }

    private static <T> Map<Integer, T> opened(List<Map<Integer, T>> groups) {
        Map<Integer, T> group = new TreeMap<>();
        groups.add(group);
        return group;
    }

    /** What a visual token stands for, as a place in {@link #regions()}; empty if it is not of this view. */
    public OptionalInt place(int token) {
        int place = Collections.binarySearch(tokens, token);
        return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
    }

    /** The name of the image without the folders that it lies in, and which view of several this is. */
    public String title() {
        String name = image.name().replaceAll(".*[/\\\\]", "");
        if (alone) {
            return name;
        }
        int last = tiles.get(tiles.size() - 1);
        return name + (tiles.size() == 1 ? ", tile " + last : ", tiles " + tiles.get(0) + " to " + last);
    }

    private static ImageRegion around(TreeMap<Integer, ImageRegion> tile) {
        return ImageRegion.around(tile.values());
    }

    private static boolean overlap(ImageRegion one, ImageRegion other) {
        return Math.min(one.right(), other.right()) - Math.max(one.left(), other.left()) > ROUNDING
                && Math.min(one.bottom(), other.bottom()) - Math.max(one.top(), other.top()) > ROUNDING;
    }
}
