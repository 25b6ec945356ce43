// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The Pareto front of a chart: the arms that no other one beats, being at least as accurate for no more and better in
 * one of the two. It is that of the point estimates, whatever their intervals are.
 *
 * @param points from the cheapest to the most expensive, and so from the least to the most accurate; arms that are
 *     equal in both are all there
 */
record Front(List<Scatter.Point> points) {

    /* Means over the same counts may differ in their last digits. */
    private static final double SAME = 1e-9;

    /** The front of some arms. */
    static Front of(List<Scatter.Point> all) {
        return new Front(all.stream()
                .filter(point -> all.stream().noneMatch(other -> beats(other, point)))
                .sorted(Comparator.comparingDouble(Scatter.Point::x))
                .toList());
    }

    boolean holds(Scatter.Point point) {
        return points.contains(point);
    }

    /** Its arms by name, each with its number in the table. */
    String words() {
        return points.stream()
                .map(point -> point.name() + " (" + point.number() + ")")
                .collect(Collectors.joining("; ", "On the front: ", "."));
    }

    /** The best accuracy that may be had for a cost, as steps from arm to arm. */
    Html path(Frame frame) {
        StringBuilder path = new StringBuilder();
        for (Scatter.Point point : points) {
            double x = frame.x(point.x());
            double y = frame.y(100 * point.accuracy().share());
            path.append(
                    path.length() == 0
                            ? "M" + Frame.place(x, y)
                            : "H" + Figures.coordinate(x) + "V" + Figures.coordinate(y));
        }
        return Html.element("path").with("d", path.toString()).with("class", "front");
    }

    private static boolean beats(Scatter.Point one, Scatter.Point other) {
        double dearer = difference(one.x(), other.x());
        double better = difference(one.accuracy().share(), other.accuracy().share());
        return dearer <= 0 && better >= 0 && (dearer < 0 || better > 0);
    }

    private static double difference(double one, double other) {
        double difference = one - other;
        return Math.abs(difference) <= SAME * Math.max(Math.abs(one), Math.abs(other)) ? 0 : difference;
    }
}
