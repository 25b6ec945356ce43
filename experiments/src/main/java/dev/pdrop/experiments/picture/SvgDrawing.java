// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.spi.ImageRegion;
import java.util.List;

/**
 * A drawing as SVG.
 *
 * @param drawing what is drawn
 */
record SvgDrawing(Drawing drawing) {

    /** Length of the longer edge of a picture in an SVG's own units. */
    private static final double EDGE = 160;

    /** A light line inside a dark one is seen on every ground: colour and width of each. */
    private static final List<List<String>> STROKES = List.of(List.of("#000", "2.4"), List.of("#fff", "1"));

    /** With the picture in it. */
    String holding(String title, String description, String id, String png) {
        Svg svg = new Svg(viewBox(), title, description);
        picture(svg, id, png);
        over(svg);
        return svg.whole();
    }

    /** Over a picture that is on the same page. */
    String using(String title, String description, String id) {
        Svg svg = new Svg(viewBox(), title, description);
        svg.start("use", "href", "#" + id).end();
        over(svg);
        return svg.whole();
    }

    /** The picture alone, as part of an SVG. */
    void picture(Svg svg, String id, String png) {
        svg.start("image", "id", id, "href", "data:image/png;base64," + png)
                .with("width", unit() * drawing.width())
                .with("height", unit() * drawing.height())
                .with("preserveAspectRatio", "none")
                .with("image-rendering", drawing.coarse() ? "pixelated" : "auto")
                .end();
    }

    /** What lies over the picture, as part of an SVG. */
    void over(Svg svg) {
        for (Drawing.Fill fill : drawing.fills()) {
            StringBuilder path = new StringBuilder();
            fill.areas().forEach(area -> append(path, area));
            svg.start("path", "class", fill.name(), "fill", Svg.colour(fill.rgb()))
                    .with("fill-opacity", fill.opacity())
                    .with("shape-rendering", "crispEdges")
                    .with("d", path.toString())
                    .end();
        }
        for (Outline outline : drawing.outlines()) {
            StringBuilder path = new StringBuilder();
            outline.edges()
                    .forEach(edge -> path.append('M')
                            .append(place(edge.fromX(), edge.fromY()))
                            .append('L')
                            .append(place(edge.toX(), edge.toY())));
            for (List<String> stroke : STROKES) {
                svg.start("path", "class", "outline", "fill", "none")
                        .with("stroke", stroke.get(0))
                        .with("stroke-width", stroke.get(1))
                        .with("stroke-linecap", "square")
                        .with("d", path.toString())
                        .end();
            }
        }
    }

    /** Left, top, width and height. */
    String viewBox() {
        ImageRegion frame = drawing.frame();
        return place(frame.left(), frame.top()) + " "
                + place(frame.right() - frame.left(), frame.bottom() - frame.top());
    }

    private void append(StringBuilder path, ImageRegion area) {
        path.append('M')
                .append(place(area.left(), area.top()))
                .append('H')
                .append(Svg.number(unit() * drawing.width() * area.right()))
                .append('V')
                .append(Svg.number(unit() * drawing.height() * area.bottom()))
                .append('H')
                .append(Svg.number(unit() * drawing.width() * area.left()))
                .append('Z');
    }

    private String place(double x, double y) {
        return Svg.number(unit() * drawing.width() * x) + " " + Svg.number(unit() * drawing.height() * y);
    }

    private double unit() {
        return EDGE / Math.max(drawing.width(), drawing.height());
    }
}
