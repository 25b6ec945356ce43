// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import java.awt.Rectangle;
import java.util.HashSet;
import java.util.Set;

/**
 * A sheet as SVG.
 *
 * @param sheet what is drawn
 */
record SheetSvg(Sheet sheet) {

    private static final String TYPE = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";

    /** Steps of a bar. */
    private static final int STEPS = 32;

    String write(String title) {
        Svg svg = new Svg("0 0 " + sheet.width() + " " + sheet.height(), title, description());
        svg.start("rect", "width", "100%", "height", "100%", "fill", "#fff").end();
        Set<String> drawn = new HashSet<>();
        sheet.panels().forEach(panel -> panel(svg, panel, drawn));
        sheet.bars().forEach(bar -> bar(svg, bar));
        sheet.labels()
                .forEach(label -> svg.start("text")
                        .with("x", label.left())
                        // The line is taller than its letters.
                        .with("y", label.top() + 0.68 * Sheet.LINE)
                        .with("font-family", TYPE)
                        .with("font-size", "24")
                        .with("font-weight", label.strong() ? "600" : "400")
                        .with("fill", Svg.colour(SheetPixels.ink(label)))
                        .text(label.text())
                        .end());
        return svg.whole();
    }

    private String description() {
        StringBuilder all = new StringBuilder();
        sheet.labels().forEach(label -> all.append(all.isEmpty() ? "" : "; ").append(label.text()));
        return all.toString();
    }

    private static void panel(Svg svg, Sheet.Panel panel, Set<String> drawn) {
        SvgDrawing drawing = new SvgDrawing(panel.drawing());
        Rectangle place = panel.place();
        svg.start("rect", "fill", "none", "stroke", Svg.colour(SheetPixels.EDGE))
                .with("x", place.x - 0.5)
                .with("y", place.y - 0.5)
                .with("width", place.width + 1)
                .with("height", place.height + 1)
                .end();
        svg.start("svg", "viewBox", drawing.viewBox())
                .with("x", place.x)
                .with("y", place.y)
                .with("width", place.width)
                .with("height", place.height);
        String png = panel.picture().png();
        // Of several sheets on a page, those that share an id share the picture.
        String id = "picture-" + Integer.toHexString(png.hashCode());
        if (drawn.add(id)) {
            drawing.picture(svg, id, png);
        } else {
            svg.start("use", "href", "#" + id).end();
        }
        drawing.over(svg);
        svg.end();
    }

    private static void bar(Svg svg, Rectangle bar) {
        double step = (double) bar.height / STEPS;
        for (int i = 0; i < STEPS; i++) {
            svg.start("rect", "shape-rendering", "crispEdges")
                    .with("x", bar.x)
                    .with("y", bar.y + i * step)
                    .with("width", bar.width)
                    .with("height", step)
                    .with("fill", Svg.colour(Viridis.rgb(1 - (double) i / (STEPS - 1))))
                    .end();
        }
    }
}
