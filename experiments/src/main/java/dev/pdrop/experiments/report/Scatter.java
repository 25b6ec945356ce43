// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A chart of accuracy against a cost, drawn as SVG: a mark with its name for each arm.
 *
 * @param id distinguishes it on the page
 * @param title what is shown
 * @param xName what the lower axis means, with its unit
 * @param xText writes a number of the lower axis for the description
 * @param points one an arm, at least one
 */
record Scatter(String id, String title, String xName, Function<Double, String> xText, List<Point> points) {

    private static final double WIDTH = 440;
    private static final double HEIGHT = 310;
    private static final Box PLOT = new Box(52, 14, WIDTH - 14, HEIGHT - 48);
    private static final int LONGEST_NAME = 30;

    /**
     * An arm.
     *
     * @param number its row in the table, from 1
     * @param name its name
     * @param x its cost, at least 0
     * @param accuracy what it reaches
     */
    record Point(int number, String name, double x, Accuracy accuracy) {}

    /** Copies the points. */
    Scatter {
        points = List.copyOf(points);
    }

    /** The chart as an SVG element that tells its content also to those who cannot see it. */
    Html svg() {
        Frame frame = new Frame(
                WIDTH,
                HEIGHT,
                PLOT,
                Axis.around(0, points.stream().mapToDouble(Point::x).max().orElse(1)),
                Accuracy.axis(points.stream().map(Point::accuracy).toList()));
        Front front = Front.of(points);
        return frame.svg(id, title, description() + ". " + front.words())
                .and(frame.grid())
                .and(frame.ticks())
                .and(frame.names(xName, "accuracy, %"))
                .and(front.path(frame))
                .and(bars(frame))
                .and(marks(frame, front));
    }

    /** The arms that no other one beats, in words. */
    String front() {
        return Front.of(points).words();
    }

    private String description() {
        return points.stream()
                .map(point -> point.name() + ": " + xText.apply(point.x()) + ", "
                        + point.accuracy().words())
                .collect(Collectors.joining("; "));
    }

    /** Intervals, below the marks. */
    private List<Html> bars(Frame frame) {
        return points.stream()
                .flatMap(point -> frame.interval(frame.x(point.x()), point.accuracy()).stream())
                .toList();
    }

    private List<Html> marks(Frame frame, Front front) {
        List<Html> marks = new ArrayList<>();
        List<Labels.Point> named = labelled(frame, point -> Labels.shortened(point.name(), LONGEST_NAME));
        List<Labels.Point> numbered = labelled(frame, point -> Integer.toString(point.number()));
        Labels labels = new Labels(new Box(PLOT.left() + 2, 2, WIDTH - 2, PLOT.bottom() - 2), Frame.TYPE);
        Optional<List<Labels.Place>> names = labels.places(named);
        List<Labels.Point> shown = names.isPresent() ? named : numbered;
        List<Optional<Labels.Place>> places = labels.asManyAsFit(shown);
        for (int i = 0; i < points.size(); i++) {
            Labels.Point point = shown.get(i);
            places.get(i).ifPresent(place -> marks.addAll(label(point, place)));
        }
        for (int i = 0; i < points.size(); i++) {
            Labels.Point point = named.get(i);
            Html mark = Mark.of(points.get(i).number() - 1, point.x(), point.y())
                    .and(Html.element("title", points.get(i).name()));
            marks.add(front.holds(points.get(i)) ? Html.element("g", mark).with("class", "on-front") : mark);
        }
        return marks;
    }

    private List<Labels.Point> labelled(Frame frame, Function<Point, String> text) {
        return points.stream()
                .map(point -> new Labels.Point(
                        frame.x(point.x()), frame.y(100 * point.accuracy().share()), text.apply(point)))
                .toList();
    }

    private static List<Html> label(Labels.Point point, Labels.Place place) {
        List<Html> label = new ArrayList<>();
        if (place.far()) {
            Box box = place.box();
            double nearest = Math.max(box.left(), Math.min(box.right(), point.x()));
            double side = point.y() < box.top() ? box.top() : Math.min(point.y(), box.bottom());
            label.add(Frame.line(point.x(), point.y(), nearest, side).with("class", "leader"));
        }
        label.add(Frame.text(place.x(), place.baseline(), point.text()).with("class", "label"));
        return label;
    }
}
