// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.run.ShownPicture;
import dev.pdrop.spi.ImageRegion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * A picture as it was given, and again for each stage of some arms, with what was dropped under grey, and with it what
 * no visual token stands for, such as the sides that a model crops.
 *
 * @param number of the picture on the page
 * @param picture what is shown
 * @param arms names of the arms that are shown
 */
record KeptPicture(int number, ShownPicture picture, List<String> arms) {

    private static final double EDGE = 160;

    /* Share of an edge below which nothing is seen, such as what rounding leaves. */
    private static final double LEAST = 1e-6;

    List<Html> body() {
        List<Html> body = new ArrayList<>();
        body.add(Html.element("h3", picture.text()));
        List<Html> figures = new ArrayList<>();
        figures.add(figure(
                image(Html.element("image")
                        .with("id", id())
                        .with("href", "data:image/png;base64," + picture.png())
                        .with("width", width())
                        .with("height", height())
                        .with("preserveAspectRatio", "none")),
                picture.name(),
                "as it was given"));
        for (ShownPicture.ShownArm arm : picture.arms()) {
            if (arms.contains(arm.arm())) {
                arm.stages().forEach(stage -> figures.add(stage(arm.arm(), stage)));
            }
        }
        body.add(Html.element("div").and(figures).with("class", "kept"));
        return body;
    }

    private Html stage(String arm, ShownPicture.ShownStage stage) {
        Html svg = image(Html.element("use").with("href", "#" + id()))
                .and(Html.element("path").with("d", dropped(stage)).with("class", "dropped"));
        String layer = "before layer " + stage.layer() + ": " + stage.kept().size() + " of "
                + picture.regions().size() + " stay";
        return figure(svg, arm, layer);
    }

    /* What was cropped, and regions that are not kept, one rectangle each. */
    private String dropped(ShownPicture.ShownStage stage) {
        Set<Integer> kept = new HashSet<>(stage.kept());
        StringBuilder path = new StringBuilder();
        double left = Math.max(0, outermost(ImageRegion::left, 0, true));
        double top = Math.max(0, outermost(ImageRegion::top, 0, true));
        double right = Math.min(1, outermost(ImageRegion::right, 1, false));
        double bottom = Math.min(1, outermost(ImageRegion::bottom, 1, false));
        append(path, 0, 0, left, 1);
        append(path, right, 0, 1, 1);
        append(path, left, 0, right, top);
        append(path, left, bottom, right, 1);
        for (int place = 0; place < picture.regions().size(); place++) {
            if (!kept.contains(place)) {
                ImageRegion region = picture.regions().get(place);
                append(path, region.left(), region.top(), region.right(), region.bottom());
            }
        }
        return path.toString();
    }

    /* A rectangle in shares of the picture; nothing if it has no area to speak of. */
    private void append(StringBuilder path, double left, double top, double right, double bottom) {
        if (right - left < LEAST || bottom - top < LEAST) {
            return;
        }
        path.append('M')
                .append(Figures.coordinate(width() * left))
                .append(' ')
                .append(Figures.coordinate(height() * top))
                .append('H')
                .append(Figures.coordinate(width() * right))
                .append('V')
                .append(Figures.coordinate(height() * bottom))
                .append('H')
                .append(Figures.coordinate(width() * left))
                .append('Z');
    }

    private static Html figure(Html svg, String name, String what) {
        return Html.element(
                "figure",
                svg.with("aria-label", name + ", " + what),
                Html.element("figcaption", Html.element("b", name), Html.text(" " + what)));
    }

    /* Padding lies beyond the edges of the picture, and is shown. */
    private Html image(Html content) {
        double left = edge(ImageRegion::left, 0, true) * width();
        double top = edge(ImageRegion::top, 0, true) * height();
        double right = edge(ImageRegion::right, 1, false) * width();
        double bottom = edge(ImageRegion::bottom, 1, false) * height();
        return Html.element("svg", content)
                .with(
                        "viewBox",
                        Figures.coordinate(left) + " " + Figures.coordinate(top) + " "
                                + Figures.coordinate(right - left) + " " + Figures.coordinate(bottom - top))
                .with("role", "img");
    }

    private double edge(ToDoubleFunction<ImageRegion> side, double own, boolean least) {
        double outermost = outermost(side, own, least);
        return least ? Math.min(own, outermost) : Math.max(own, outermost);
    }

    /* Of all regions; that of the picture if there are none. */
    private double outermost(ToDoubleFunction<ImageRegion> side, double own, boolean least) {
        DoubleStream sides = picture.regions().stream().mapToDouble(side);
        return (least ? sides.min() : sides.max()).orElse(own);
    }

    private double width() {
        return EDGE * Math.min(1, (double) picture.width() / picture.height());
    }

    private double height() {
        return EDGE * Math.min(1, (double) picture.height() / picture.width());
    }

    private String id() {
        return "picture-" + (number + 1);
    }
}
