// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A chart of accuracy over a setting, drawn as SVG: a line with error bars for each ranker, and one across for the arm
 * that drops nothing. Above it stands which line is whose, below it the average tokens of each value.
 *
 * @param id distinguishes it on the page
 * @param title what is shown
 * @param xName what the setting is
 * @param lines at least one
 * @param unreduced the arm that drops nothing; absent if there is none
 */
record SweepChart(String id, String title, String xName, List<Line> lines, Optional<Unreduced> unreduced) {

    private static final double WIDTH = 440;
    private static final double LEFT = 60;
    private static final double RIGHT = WIDTH - 14;
    private static final double FIELD = 220;
    private static final double BELOW = 66;
    private static final double KEY = 19;
    private static final double SAMPLE = 28;

    /** Between lines, so that the bars of one value stand beside each other. */
    private static final double APART = 9;

    /** What a number below the axis takes at most. */
    private static final double NUMBER = 40;

    private static final int COLOURS = 6;
    private static final int LONGEST_NAME = 44;
    private static final int LONGEST_ARM = 16;

    /**
     * A line.
     *
     * @param name of what ranks
     * @param dashed whether it is a control
     * @param points at least one, from left to right
     */
    record Line(String name, boolean dashed, List<Point> points) {}

    /**
     * An arm.
     *
     * @param arm its name
     * @param x the setting
     * @param written the setting as it is written
     * @param accuracy what it reaches
     * @param tokens average visual tokens a layer
     */
    record Point(String arm, double x, String written, Accuracy accuracy, double tokens) {

        private String words() {
            return Figures.fixed(tokens, 1) + " tokens, " + accuracy.words();
        }
    }

    /**
     * The arm that drops nothing.
     *
     * @param arm its name
     * @param accuracy what it reaches
     */
    record Unreduced(String arm, Accuracy accuracy) {

        String words() {
            return arm + ", which drops nothing: " + accuracy.words();
        }
    }

    /** The chart as an SVG element that tells its content also to those who cannot see it. */
    Html svg() {
        double top = 12 + KEY * (lines.size() + (unreduced.isPresent() ? 1 : 0));
        Frame frame = new Frame(
                WIDTH,
                top + FIELD + BELOW,
                new Box(LEFT, top, RIGHT, top + FIELD),
                horizontal(),
                Accuracy.axis(Stream.concat(points().map(Point::accuracy), unreduced.map(Unreduced::accuracy).stream())
                        .toList()));
        return frame.svg(id, title, description())
                .and(frame.grid())
                .and(frame.names(xName, "accuracy, %"))
                .and(values(frame))
                .and(across(frame))
                .and(curves(frame))
                .and(key());
    }

    /** Some air to both sides. */
    private Axis horizontal() {
        double low = points().mapToDouble(Point::x).min().orElse(0);
        double high = points().mapToDouble(Point::x).max().orElse(1);
        double air = (high - low) * 0.06;
        return Axis.around(low - air, high + air);
    }

    private Stream<Point> points() {
        return lines.stream().flatMap(line -> line.points().stream());
    }

    private String description() {
        String all = lines.stream().map(SweepChart::words).collect(Collectors.joining(". "));
        return all + unreduced.map(arm -> ". " + arm.words()).orElse("") + ".";
    }

    private static String words(Line line) {
        return line.name() + ": "
                + line.points().stream()
                        .map(point -> point.written() + ", " + point.words())
                        .collect(Collectors.joining("; "));
    }

    /**
     * The values that were tried, each with its tokens below; where they would touch, only every so many are written.
     */
    private List<Html> values(Frame frame) {
        List<Html> values = new ArrayList<>();
        double y = frame.field().bottom() + 34;
        values.add(Frame.text(LEFT - 7, y, "tokens").with("class", "name end"));
        double free = Double.NEGATIVE_INFINITY;
        List<Point> once = points()
                .collect(Collectors.toMap(Point::x, point -> point, (first, again) -> first, TreeMap::new))
                .values()
                .stream()
                .toList();
        for (Point point : once) {
            double x = frame.x(point.x());
            if (x - NUMBER / 2 >= free) {
                values.addAll(frame.tick(point.x(), point.written()));
                values.add(Frame.text(x, y, Figures.fixed(point.tokens(), 1)).with("class", "name middle"));
                free = x + NUMBER / 2;
            }
        }
        return values;
    }

    private List<Html> across(Frame frame) {
        return unreduced.stream()
                .map(arm -> frame.y(100 * arm.accuracy().share()))
                .map(y -> Frame.line(LEFT, y, RIGHT, y).with("class", "unreduced"))
                .toList();
    }

    private List<Html> curves(Frame frame) {
        List<Html> bars = new ArrayList<>();
        List<Html> curves = new ArrayList<>();
        List<Html> marks = new ArrayList<>();
        for (int index = 0; index < lines.size(); index++) {
            double shift = APART * (index - (lines.size() - 1) / 2.0);
            StringBuilder path = new StringBuilder();
            for (Point point : lines.get(index).points()) {
                double x = frame.x(point.x()) + shift;
                double y = frame.y(100 * point.accuracy().share());
                path.append(path.length() == 0 ? "M" : "L").append(Frame.place(x, y));
                String colour = "bar stroke" + index % COLOURS;
                bars.addAll(frame.interval(x, point.accuracy(), colour));
                marks.add(Mark.of(index, x, y).and(Html.element("title", point.arm() + ": " + point.words())));
            }
            curves.add(stroke(index, path.toString()));
        }
        return Stream.of(bars, curves, marks).flatMap(List::stream).toList();
    }

    /** Which line is whose, above the field, where nothing can be in its way. */
    private List<Html> key() {
        List<Html> key = new ArrayList<>();
        for (int index = 0; index < lines.size(); index++) {
            double y = KEY * (index + 0.5);
            key.add(stroke(index, "M" + Frame.place(LEFT, y) + "h" + Figures.coordinate(SAMPLE)));
            key.add(Mark.of(index, LEFT + SAMPLE / 2, y));
            key.add(named(y, Labels.shortened(lines.get(index).name(), LONGEST_NAME)));
        }
        unreduced.ifPresent(arm -> {
            double y = KEY * (lines.size() + 0.5);
            key.add(Frame.line(LEFT, y, LEFT + SAMPLE, y).with("class", "unreduced"));
            key.add(named(
                    y,
                    Labels.shortened(arm.arm(), LONGEST_ARM) + ": "
                            + arm.accuracy().words()));
        });
        return key;
    }

    private static Html named(double y, String name) {
        return Frame.text(LEFT + SAMPLE + 8, y + Frame.TYPE * 0.35, name);
    }

    private Html stroke(int index, String path) {
        return Html.element("path")
                .with("d", path)
                .with("class", (lines.get(index).dashed() ? "line dashed stroke" : "line stroke") + index % COLOURS);
    }
}
