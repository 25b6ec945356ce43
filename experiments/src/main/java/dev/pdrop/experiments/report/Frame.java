// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What charts have in common: a field between two axes, drawn as SVG.
 *
 * @param width of the whole drawing
 * @param height of the whole drawing
 * @param field where numbers are drawn; around it is room for ticks and names
 * @param horizontal the lower axis
 * @param vertical the upright axis
 */
record Frame(double width, double height, Box field, Axis horizontal, Axis vertical) {

    /** Size of the type in all charts, as the style sheet has it. */
    static final double TYPE = 12.5;

    /** The drawing, still empty, under the name that those hear who cannot see it. */
    Html svg(String id, String title) {
        return Html.element("svg", Html.element("title", title).with("id", id + "-title"))
                .with("viewBox", "0 0 " + Figures.coordinate(width) + " " + Figures.coordinate(height))
                .with("role", "img")
                .with("aria-labelledby", id + "-title");
    }

    /** The same with what it shows in words. */
    Html svg(String id, String title, String description) {
        return svg(id, title)
                .and(Html.element("desc", description).with("id", id + "-description"))
                .with("aria-labelledby", id + "-title " + id + "-description");
    }

    /** Where a number of the lower axis lies. */
    double x(double value) {
        return field.left() + horizontal.share(value) * (field.right() - field.left());
    }

    /** Where a number of the upright axis lies. */
    double y(double value) {
        return field.bottom() - vertical.share(value) * (field.bottom() - field.top());
    }

    /** The lower axis and the lines across the field, with the numbers of the upright axis beside them. */
    List<Html> grid() {
        List<Html> grid = new ArrayList<>();
        for (double tick : vertical.ticks()) {
            double y = y(tick);
            grid.add(line(field.left(), y, field.right(), y).with("class", "grid"));
            grid.add(text(field.left() - 7, y + TYPE * 0.35, written(vertical, tick))
                    .with("class", "tick end"));
        }
        grid.add(line(field.left(), field.bottom(), field.right(), field.bottom())
                .with("class", "axis"));
        return grid;
    }

    /** Round numbers along the lower axis. */
    List<Html> ticks() {
        List<Html> ticks = new ArrayList<>();
        horizontal.ticks().forEach(tick -> ticks.addAll(tick(tick, written(horizontal, tick))));
        return ticks;
    }

    /** A number along the lower axis. */
    List<Html> tick(double value, String written) {
        double x = x(value);
        return List.of(
                line(x, field.bottom(), x, field.bottom() + 4).with("class", "axis"),
                text(x, field.bottom() + 18, written).with("class", "tick middle"));
    }

    /** What the axes mean. */
    List<Html> names(String below, String beside) {
        double middle = (field.top() + field.bottom()) / 2;
        return List.of(
                text((field.left() + field.right()) / 2, height - 10, below).with("class", "name middle"),
                text(12, middle, beside)
                        .with("class", "name middle")
                        .with("transform", "rotate(-90 12 " + Figures.coordinate(middle) + ")"));
    }

    /** The upright bar of a 95 % interval, in per cent, at a place of the drawing; nothing if there is none. */
    List<Html> interval(double x, Accuracy accuracy) {
        return interval(x, accuracy, "interval");
    }

    /** The same with classes of its own. */
    List<Html> interval(double x, Accuracy accuracy, String style) {
        return accuracy.interval().stream()
                .map(range -> line(x, y(100 * range.low()), x, y(100 * range.high()))
                        .with("class", style + (range.exact() ? ExactBounds.STYLE : "")))
                .toList();
    }

    /** A straight line between places of the drawing. */
    static Html line(double fromX, double fromY, double toX, double toY) {
        return Html.element("line")
                .with("x1", fromX)
                .with("y1", fromY)
                .with("x2", toX)
                .with("y2", toY);
    }

    /** A text at a place of the drawing. */
    static Html text(double x, double y, String text) {
        return Html.element("text", text).with("x", x).with("y", y);
    }

    /** A place as paths write it. */
    static String place(double x, double y) {
        return Figures.coordinate(x) + " " + Figures.coordinate(y);
    }

    private static String written(Axis axis, double tick) {
        return String.format(Locale.ROOT, "%,." + axis.decimals() + "f", tick);
    }
}
