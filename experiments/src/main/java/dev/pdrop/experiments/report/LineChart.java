// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Numbers over steps, as lines that join their points.
 *
 * @param id unique on the page
 * @param title what the chart shows
 * @param yName name of the upright axis
 * @param lines at least one point in all
 */
record LineChart(String id, String title, String yName, List<Line> lines) {

    private static final double WIDTH = 480;
    private static final double HEIGHT = 300;
    private static final Box PLOT = new Box(56, 14, WIDTH - 12, HEIGHT - 48);
    private static final double KEY = 70;
    private static final int COLOURS = 6;

    /**
     * A line.
     *
     * @param name shown beside its colour
     * @param points in order of steps
     */
    record Line(String name, List<Point> points) {}

    /**
     * A point.
     *
     * @param step at least 0
     * @param value finite
     */
    record Point(double step, double value) {}

    /** The chart as an SVG element that tells its content also to those who cannot see it. */
    Html svg() {
        Axis horizontal = Axis.around(0, all(Point::step).max().orElse(1));
        Axis vertical = Axis.around(
                all(Point::value).min().orElse(0), all(Point::value).max().orElse(1));
        Html svg = Html.element("svg", Html.element("title", title).with("id", id + "-title"))
                .with("viewBox", "0 0 " + Figures.coordinate(WIDTH) + " " + Figures.coordinate(HEIGHT))
                .with("role", "img")
                .with("aria-labelledby", id + "-title");
        List<Html> parts = new ArrayList<>(grid(horizontal, vertical));
        for (int index = 0; index < lines.size(); index++) {
            parts.add(path(lines.get(index), horizontal, vertical).with("class", "line stroke" + index % COLOURS));
            if (lines.size() > 1) {
                parts.add(text(
                                PLOT.left() + 6 + index % 5 * KEY,
                                PLOT.top() + 8 + index / 5 * 14,
                                lines.get(index).name())
                        .with("class", "label colour" + index % COLOURS));
            }
        }
        return svg.and(parts);
    }

    private java.util.stream.DoubleStream all(java.util.function.ToDoubleFunction<Point> part) {
        return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(part);
    }

    private List<Html> grid(Axis horizontal, Axis vertical) {
        List<Html> grid = new ArrayList<>();
        for (double tick : vertical.ticks()) {
            double y = y(vertical, tick);
            grid.add(Html.element("path")
                    .with("d", "M" + place(PLOT.left(), y) + "H" + Figures.coordinate(PLOT.right()))
                    .with("class", "grid"));
            grid.add(text(PLOT.left() - 7, y + 4, Figures.fixed(tick, vertical.decimals()))
                    .with("class", "tick end"));
        }
        for (double tick : horizontal.ticks()) {
            grid.add(text(x(horizontal, tick), PLOT.bottom() + 18, String.format(Locale.ROOT, "%,.0f", tick))
                    .with("class", "tick middle"));
        }
        grid.add(text((PLOT.left() + PLOT.right()) / 2, HEIGHT - 10, "steps").with("class", "name middle"));
        double middle = (PLOT.top() + PLOT.bottom()) / 2;
        grid.add(text(12, middle, yName)
                .with("class", "name middle")
                .with("transform", "rotate(-90 12 " + Figures.coordinate(middle) + ")"));
        return grid;
    }

    private static Html path(Line line, Axis horizontal, Axis vertical) {
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            path.append(path.length() == 0 ? "M" : "L")
                    .append(place(x(horizontal, point.step()), y(vertical, point.value())));
        }
        return Html.element("path").with("d", path.toString());
    }

    private static String place(double x, double y) {
        return Figures.coordinate(x) + " " + Figures.coordinate(y);
    }

    private static double x(Axis axis, double value) {
        return PLOT.left() + axis.share(value) * (PLOT.right() - PLOT.left());
    }

    private static double y(Axis axis, double value) {
        return PLOT.bottom() - axis.share(value) * (PLOT.bottom() - PLOT.top());
    }

    private static Html text(double x, double y, String text) {
        return Html.element("text", text).with("x", x).with("y", y);
    }
}
