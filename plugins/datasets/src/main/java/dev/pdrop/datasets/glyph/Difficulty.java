// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * How hard pictures and questions are; keys and meanings in {@code glyph-vqa.conf}.
 *
 * @param grid cells in a row and in a column: 6, 9, .. 24
 * @param minThings coloured shapes at least, from 3
 * @param maxThings coloured shapes at most, to 12
 * @param boxes share of pictures with boxes
 * @param charts share of pictures with a chart
 * @param similar share of things that have the shape or the colour of an earlier one
 * @param adjacent share of things that are put beside an earlier one
 * @param confusable share of questions after something absent whose colour and shape are both there
 * @param jitter levels by which a colour is moved at most, from 0 to 30
 * @param noise standard deviation of each pixel's noise in levels, from 0 to 30
 * @param directions sides of a thing that are asked about, at least one; all if absent
 */
public record Difficulty(
        int grid,
        int minThings,
        int maxThings,
        double boxes,
        double charts,
        double similar,
        double adjacent,
        double confusable,
        int jitter,
        int noise,
        Optional<List<Direction>> directions) {

    private static final int MOST_THINGS = 12;
    private static final int MOST_LEVELS = 30;

    /** Checks ranges. */
    public Difficulty {
        directions = directions.map(List::copyOf);
        require(grid >= 6 && grid <= 24 && grid % 3 == 0, "grid must be 6, 9, 12, .. 24, was " + grid);
        require(minThings >= 3, "min-things must be at least 3, was " + minThings);
        require(
                maxThings >= minThings && maxThings <= MOST_THINGS,
                "max-things must be from min-things (" + minThings + ") to " + MOST_THINGS + ", was " + maxThings);
        requireShare("boxes", boxes);
        requireShare("charts", charts);
        requireShare("similar", similar);
        requireShare("adjacent", adjacent);
        requireShare("confusable", confusable);
        requireLevels("jitter", jitter);
        requireLevels("noise", noise);
        directions.ifPresent(sides -> {
            require(!sides.isEmpty(), "directions must not be empty");
            require(new HashSet<>(sides).size() == sides.size(), "directions must differ, were " + sides);
        });
    }

    /** Sides of a thing that are asked about, in the order of all. */
    List<Direction> sides() {
        return Direction.ALL.stream()
                .filter(side -> directions.map(asked -> asked.contains(side)).orElse(true))
                .toList();
    }

    /** Side of a picture in pixels. */
    int pixels() {
        return grid * Cell.PIXELS;
    }

    private static void requireShare(String key, double share) {
        require(share >= 0 && share <= 1, key + " must be from 0 to 1, was " + share);
    }

    private static void requireLevels(String key, int levels) {
        require(levels >= 0 && levels <= MOST_LEVELS, key + " must be from 0 to " + MOST_LEVELS + ", was " + levels);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
