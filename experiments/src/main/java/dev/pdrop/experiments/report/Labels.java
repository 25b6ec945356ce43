// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds places for the labels of points, so that none covers a point or another label.
 *
 * <p>Greedy: points are taken from top to bottom, and each label takes the nearest of its places that is free. That is
 * enough for the arms of an experiment; where it fails, the caller takes shorter labels.
 */
final class Labels {

    /** Average width of a letter of a sans-serif type, in parts of its size, with some reserve. */
    private static final double LETTER = 0.62;

    private static final double GAP = 9;
    private static final int RINGS = 7;
    private static final double RING = 13;
    private static final double ASIDE = 20;
    private static final int FAR = 2;

    private final Box room;
    private final double size;

    /**
     * A finder of places.
     *
     * @param room where labels may stand
     * @param size of the type
     */
    Labels(Box room, double size) {
        this.room = room;
        this.size = size;
    }

    /**
     * A point with its label.
     *
     * @param x of the point
     * @param y of the point
     * @param text the label
     */
    record Point(double x, double y, String text) {}

    /**
     * A label in its place.
     *
     * @param x where the text begins
     * @param baseline where the letters stand
     * @param box what it covers
     * @param far whether a line is needed to tell whose label it is
     */
    record Place(double x, double baseline, Box box, boolean far) {}

    /** A text of so many letters at most; what is cut off is told by an ellipsis. */
    static String shortened(String text, int letters) {
        return text.codePointCount(0, text.length()) <= letters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, letters - 1)) + "\u2026";
    }

    /** A place for each point's label, in the order of the points; empty if there is not enough room. */
    Optional<List<Place>> places(List<Point> points) {
        List<Optional<Place>> places = asManyAsFit(points);
        return places.stream().allMatch(Optional::isPresent)
                ? Optional.of(places.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }

    /** A place for each label for which there is room, in the order of the points. */
    List<Optional<Place>> asManyAsFit(List<Point> points) {
        List<Box> taken = new ArrayList<>();
        points.forEach(point -> taken.add(Box.around(point.x(), point.y(), GAP - 2)));
        List<Optional<Place>> places = new ArrayList<>(Collections.nCopies(points.size(), Optional.empty()));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            order.add(i);
        }
        order.sort((one, other) ->
                Double.compare(points.get(one).y(), points.get(other).y()));
        for (int index : order) {
            Optional<Place> place = place(points.get(index), taken);
            place.ifPresent(found -> taken.add(found.box()));
            places.set(index, place);
        }
        return List.copyOf(places);
    }

    private Optional<Place> place(Point point, List<Box> taken) {
        double width = point.text().codePointCount(0, point.text().length()) * LETTER * size;
        for (int ring = 0; ring < RINGS; ring++) {
            for (Place place : candidates(point, width, ring)) {
                if (room.holds(place.box()) && taken.stream().noneMatch(place.box()::overlaps)) {
                    return Optional.of(place);
                }
            }
        }
        return Optional.empty();
    }

    /** Right, left, above and below; then the same farther away. */
    private List<Place> candidates(Point point, double width, int ring) {
        double away = ring * RING;
        List<Place> places = new ArrayList<>();
        for (double shift : ring == 0 ? new double[] {0} : new double[] {-away, away}) {
            places.add(at(point.x() + GAP, point.y() + shift, width, ring));
            places.add(at(point.x() - GAP - width, point.y() + shift, width, ring));
        }
        // Where many points stand above each other, as arms of one budget do, there is room only farther to the side.
        for (int aside = 1; aside <= ring; aside++) {
            for (double shift : new double[] {0, -away, away}) {
                places.add(at(point.x() + GAP + aside * ASIDE, point.y() + shift, width, FAR));
                places.add(at(point.x() - GAP - aside * ASIDE - width, point.y() + shift, width, FAR));
            }
        }
        places.add(at(point.x() - width / 2, point.y() - GAP - size / 2 - away, width, ring));
        places.add(at(point.x() - width / 2, point.y() + GAP + size / 2 + away, width, ring));
        return places;
    }

    private Place at(double left, double middle, double width, int ring) {
        Box box = new Box(left, middle - size * 0.6, left + width, middle + size * 0.6);
        return new Place(left, middle + size * 0.35, box, ring > 1);
    }
}
