// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

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

    /** The chart as an SVG element under its title. */
    Html svg() {
        Frame frame = new Frame(
                WIDTH,
                HEIGHT,
                PLOT,
                Axis.around(0, all(Point::step).max().orElse(1)),
                Axis.around(
                        all(Point::value).min().orElse(0),
                        all(Point::value).max().orElse(1)));
        List<Html> parts = new ArrayList<>();
        for (int index = 0; index < lines.size(); index++) {
            parts.add(path(lines.get(index), frame).with("class", "line stroke" + index % COLOURS));
            if (lines.size() > 1) {
                parts.add(Frame.text(
                                PLOT.left() + 6 + index % 5 * KEY,
                                PLOT.top() + 8 + index / 5 * 14,
                                lines.get(index).name())
                        .with("class", "label colour" + index % COLOURS));
            }
        }
        return frame.svg(id, title)
                .and(frame.grid())
                .and(frame.ticks())
                .and(frame.names("steps", yName))
                .and(parts);
    }

    private DoubleStream all(ToDoubleFunction<Point> part) {
        return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(part);
    }

    private static Html path(Line line, Frame frame) {
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            path.append(path.length() == 0 ? "M" : "L")
                    .append(Frame.place(frame.x(point.step()), frame.y(point.value())));
        }
        return Html.element("path").with("d", path.toString());
    }
}
