// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.HorizonResult.LayerResult;
import dev.pdrop.experiments.outcome.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Differences over the layers of a model, drawn as SVG: a line with a mark for each tried layer, an upright bar for its
 * interval, and the line of no difference. Which mark is which line is said beside it.
 *
 * @param id unique on the page
 * @param title what the chart shows
 * @param lines each with at least one layer
 */
record LayerChart(String id, String title, List<Line> lines) {

    private static final double WIDTH = 440;
    private static final double HEIGHT = 310;
    private static final Box PLOT = new Box(52, 14, WIDTH - 14, HEIGHT - 48);
    private static final double TYPE = 12.5;
    private static final int COLOURS = 6;

    /* So far marks of neighbouring lines stand apart at one layer, as long as they find room. */
    private static final double APART = 9;

    /* Where all lies closer to zero, the chart shows so many points to either side: no difference at all has no scale. */
    private static final double LEAST_POINTS = 1;

    /* Numbers of layers closer than this would touch. */
    private static final double LEAST_BETWEEN_NUMBERS = 20;

    /**
     * A line.
     *
     * @param name what tells it from the others
     * @param layers ascending
     */
    record Line(String name, List<LayerResult> layers) {

        /** Copies the list. */
        Line {
            layers = List.copyOf(layers);
        }
    }

    /** Copies the lines. */
    LayerChart {
        lines = List.copyOf(lines);
    }

    /** The chart as an SVG element that tells its content also to those who cannot see it. */
    Html svg() {
        List<Integer> layers = layers();
        Axis horizontal = Axis.around(0, layers.get(layers.size() - 1));
        Axis vertical = vertical();
        Html svg = Html.element(
                        "svg",
                        Html.element("title", title).with("id", id + "-title"),
                        Html.element("desc", description()).with("id", id + "-description"))
                .with("viewBox", "0 0 " + Figures.coordinate(WIDTH) + " " + Figures.coordinate(HEIGHT))
                .with("role", "img")
                .with("aria-labelledby", id + "-title " + id + "-description");
        List<Html> drawn = new ArrayList<>(grid(horizontal, vertical, layers));
        for (int line = 0; line < lines.size(); line++) {
            drawn.addAll(drawn(line, horizontal, vertical, layers));
        }
        return svg.and(drawn);
    }

    private Axis vertical() {
        double low = Math.min(0, ends(Range::low).min().orElse(0));
        double high = Math.max(0, ends(Range::high).max().orElse(0));
        return low > -LEAST_POINTS && high < LEAST_POINTS
                ? Axis.around(-LEAST_POINTS, LEAST_POINTS)
                : Axis.around(low, high);
    }

    private List<Integer> layers() {
        return lines.stream()
                .flatMap(line -> line.layers().stream())
                .map(LayerResult::layer)
                .distinct()
                .sorted()
                .toList();
    }

    /** Ends of intervals, or the differences where there are none, in percentage points. */
    private DoubleStream ends(ToDoubleFunction<Range> end) {
        return lines.stream()
                .flatMap(line -> line.layers().stream())
                .mapToDouble(one -> 100
                        * one.pair()
                                .interval()
                                .map(end::applyAsDouble)
                                .orElse(one.pair().difference()));
    }

    private String description() {
        return lines.stream()
                .map(line -> line.name() + ": "
                        + line.layers().stream().map(LayerChart::words).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private static String words(LayerResult one) {
        return "layer " + one.layer() + " " + one.pair().points() + " points"
                + one.pair()
                        .interval()
                        .map(range -> " (" + range.points() + (range.exact() ? ", an exact bound)" : ")"))
                        .orElse("")
                + ", "
                + one.pair().verdict().words();
    }

    private static List<Html> grid(Axis horizontal, Axis vertical, List<Integer> layers) {
        List<Html> grid = new ArrayList<>();
        for (double tick : vertical.ticks()) {
            double y = y(vertical, tick);
            grid.add(line(PLOT.left(), y, PLOT.right(), y).with("class", "grid"));
            grid.add(text(PLOT.left() - 7, y + TYPE * 0.35, Figures.fixed(tick, vertical.decimals()))
                    .with("class", "tick end"));
        }
        double last = Double.NEGATIVE_INFINITY;
        for (int layer : layers) {
            double x = x(horizontal, layer);
            grid.add(line(x, PLOT.bottom(), x, PLOT.bottom() + 4).with("class", "axis"));
            if (x - last >= LEAST_BETWEEN_NUMBERS) {
                grid.add(text(x, PLOT.bottom() + 18, Integer.toString(layer)).with("class", "tick middle"));
                last = x;
            }
        }
        double zero = y(vertical, 0);
        grid.add(line(PLOT.left(), zero, PLOT.right(), zero).with("class", "axis zero"));
        double middle = (PLOT.top() + PLOT.bottom()) / 2;
        grid.add(text((PLOT.left() + PLOT.right()) / 2, HEIGHT - 10, "tokens are dropped before layer")
                .with("class", "name middle"));
        grid.add(text(12, middle, "ranked minus random, points")
                .with("class", "name middle")
                .with("transform", "rotate(-90 12 " + Figures.coordinate(middle) + ")"));
        return grid;
    }

    private List<Html> drawn(int index, Axis horizontal, Axis vertical, List<Integer> layers) {
        double shift = (index - (lines.size() - 1) / 2.0) * apart(horizontal, layers);
        StringBuilder path = new StringBuilder();
        List<Html> bars = new ArrayList<>();
        List<Html> marks = new ArrayList<>();
        for (LayerResult one : lines.get(index).layers()) {
            double x = x(horizontal, one.layer()) + shift;
            double y = y(vertical, 100 * one.pair().difference());
            path.append(path.isEmpty() ? "M" : "L").append(Figures.coordinate(x) + " " + Figures.coordinate(y));
            one.pair()
                    .interval()
                    .ifPresent(range -> bars.add(line(
                                    x, y(vertical, 100 * range.low()), x, y(vertical, 100 * range.high()))
                            .with("class", "bar stroke" + index % COLOURS + (range.exact() ? ExactBounds.STYLE : ""))));
            marks.add(Mark.of(index, x, y)
                    .and(Html.element("title", lines.get(index).name() + ", " + words(one))));
        }
        List<Html> drawn = new ArrayList<>(bars);
        drawn.add(Html.element("path").with("d", path.toString()).with("class", "line stroke" + index % COLOURS));
        drawn.addAll(marks);
        return drawn;
    }

    /** Between marks of neighbouring lines at one layer, so that those of two layers never mix. */
    private double apart(Axis horizontal, List<Integer> layers) {
        double room = PLOT.right() - PLOT.left();
        for (int i = 1; i < layers.size(); i++) {
            room = Math.min(room, x(horizontal, layers.get(i)) - x(horizontal, layers.get(i - 1)));
        }
        return Math.min(APART, 0.8 * room / lines.size());
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
