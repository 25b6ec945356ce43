// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.Range;
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
    private static final double TYPE = 12.5;
    private static final int LONGEST_NAME = 30;

    /**
     * An arm.
     *
     * @param number its row in the table, from 1
     * @param name its name
     * @param x its cost, at least 0
     * @param accuracy from 0 to 1
     * @param interval of it; absent if there is none
     */
    record Point(int number, String name, double x, double accuracy, Optional<Range> interval) {

        double low() {
            return interval.map(Range::low).orElse(accuracy);
        }

        double high() {
            return interval.map(Range::high).orElse(accuracy);
        }
    }

    /** Copies the points. */
    Scatter {
        points = List.copyOf(points);
    }

    /** The chart as an SVG element that tells its content also to those who cannot see it. */
    Html svg() {
        Axis horizontal =
                Axis.around(0, points.stream().mapToDouble(Point::x).max().orElse(1));
        Axis vertical = vertical();
        Html svg = Html.element(
                        "svg",
                        Html.element("title", title).with("id", id + "-title"),
                        Html.element("desc", description()).with("id", id + "-description"))
                .with("viewBox", "0 0 " + Figures.coordinate(WIDTH) + " " + Figures.coordinate(HEIGHT))
                .with("role", "img")
                .with("aria-labelledby", id + "-title " + id + "-description");
        return svg.and(grid(horizontal, vertical))
                .and(names())
                .and(bars(horizontal, vertical))
                .and(marks(horizontal, vertical));
    }

    /** Some air above and below, but never beyond what a share can be. */
    private Axis vertical() {
        double low = points.stream().mapToDouble(Point::low).min().orElse(0);
        double high = points.stream().mapToDouble(Point::high).max().orElse(1);
        double air = Math.max(0.02, (high - low) * 0.12);
        return Axis.around(100 * Math.max(0, low - air), 100 * Math.min(1, high + air));
    }

    private String description() {
        return points.stream()
                .map(point -> point.name() + ": " + xText.apply(point.x()) + ", " + Figures.percent(point.accuracy())
                        + " right"
                        + point.interval().map(one -> " (" + one.points() + ")").orElse(""))
                .collect(Collectors.joining("; "));
    }

    private static List<Html> grid(Axis horizontal, Axis vertical) {
        List<Html> grid = new ArrayList<>();
        for (double tick : vertical.ticks()) {
            double y = y(vertical, tick);
            grid.add(line(PLOT.left(), y, PLOT.right(), y).with("class", "grid"));
            grid.add(text(PLOT.left() - 7, y + TYPE * 0.35, Figures.fixed(tick, vertical.decimals()))
                    .with("class", "tick end"));
        }
        for (double tick : horizontal.ticks()) {
            double x = x(horizontal, tick);
            grid.add(line(x, PLOT.bottom(), x, PLOT.bottom() + 4).with("class", "axis"));
            grid.add(text(x, PLOT.bottom() + 18, Figures.fixed(tick, horizontal.decimals()))
                    .with("class", "tick middle"));
        }
        grid.add(line(PLOT.left(), PLOT.bottom(), PLOT.right(), PLOT.bottom()).with("class", "axis"));
        return grid;
    }

    private List<Html> names() {
        double middle = (PLOT.top() + PLOT.bottom()) / 2;
        return List.of(
                text((PLOT.left() + PLOT.right()) / 2, HEIGHT - 10, xName).with("class", "name middle"),
                text(12, middle, "accuracy, %")
                        .with("class", "name middle")
                        .with("transform", "rotate(-90 12 " + Figures.coordinate(middle) + ")"));
    }

    /** Intervals, below the marks. */
    private List<Html> bars(Axis horizontal, Axis vertical) {
        return points.stream()
                .filter(point -> point.interval().isPresent())
                .map(point -> line(
                                x(horizontal, point.x()),
                                y(vertical, 100 * point.low()),
                                x(horizontal, point.x()),
                                y(vertical, 100 * point.high()))
                        .with("class", "interval"))
                .toList();
    }

    private List<Html> marks(Axis horizontal, Axis vertical) {
        List<Html> marks = new ArrayList<>();
        List<Labels.Point> named = labelled(horizontal, vertical, point -> shortened(point.name()));
        List<Labels.Point> numbered = labelled(horizontal, vertical, point -> Integer.toString(point.number()));
        Labels labels = new Labels(new Box(PLOT.left() + 2, 2, WIDTH - 2, PLOT.bottom() - 2), TYPE);
        Optional<List<Labels.Place>> names = labels.places(named);
        List<Labels.Place> places = names.or(() -> labels.places(numbered)).orElseGet(List::of);
        List<Labels.Point> shown = names.isPresent() ? named : numbered;
        for (int i = 0; i < places.size(); i++) {
            marks.addAll(label(shown.get(i), places.get(i)));
        }
        for (int i = 0; i < points.size(); i++) {
            Labels.Point point = named.get(i);
            marks.add(Mark.of(points.get(i).number() - 1, point.x(), point.y())
                    .and(Html.element("title", points.get(i).name())));
        }
        return marks;
    }

    private List<Labels.Point> labelled(Axis horizontal, Axis vertical, Function<Point, String> text) {
        return points.stream()
                .map(point -> new Labels.Point(
                        x(horizontal, point.x()), y(vertical, 100 * point.accuracy()), text.apply(point)))
                .toList();
    }

    private static List<Html> label(Labels.Point point, Labels.Place place) {
        List<Html> label = new ArrayList<>();
        if (place.far()) {
            Box box = place.box();
            double nearest = Math.max(box.left(), Math.min(box.right(), point.x()));
            double side = point.y() < box.top() ? box.top() : Math.min(point.y(), box.bottom());
            label.add(line(point.x(), point.y(), nearest, side).with("class", "leader"));
        }
        label.add(text(place.x(), place.baseline(), point.text()).with("class", "label"));
        return label;
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "\u2026";
    }

    private static double x(Axis axis, double value) {
        return PLOT.left() + axis.share(value) * (PLOT.right() - PLOT.left());
    }

    private static double y(Axis axis, double value) {
        return PLOT.bottom() - axis.share(value) * (PLOT.bottom() - PLOT.top());
    }

    private static Html line(double fromX, double fromY, double toX, double toY) {
        return Html.element("line")
                .with("x1", fromX)
                .with("y1", fromY)
                .with("x2", toX)
                .with("y2", toY);
    }

    private static Html text(double x, double y, String text) {
        return Html.element("text", text).with("x", x).with("y", y);
    }
}
