// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.spi.ImageRegion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A picture with colours over parts of it.
 *
 * <p>Places are shares of the picture's edges. Padding lies beyond them and is part of the drawing.
 *
 * @param width of the picture in pixels
 * @param height likewise
 * @param frame what is drawn: the picture and all regions of tokens
 * @param fills colours, one over the other
 * @param outlines lines around regions, over all colours
 */
public record Drawing(int width, int height, ImageRegion frame, List<Fill> fills, List<Outline> outlines) {

    /** Share of an edge below which nothing is seen, such as what rounding leaves. */
    private static final double LEAST = 1e-6;

    /** Pictures whose longer edge has at most so many pixels are made of pixels that one can see. */
    private static final int COARSE = 200;

    private static final int SHADES = 32;

    /** What covers what is not shown. */
    static final int GREY = 0x868B93;

    private static final double VEIL = 0.85;

    /**
     * A colour over some parts.
     *
     * @param name of its class in SVG
     * @param rgb its colour, 8 bits each
     * @param opacity 1 hides what is below
     * @param areas do not overlap
     */
    record Fill(String name, int rgb, double opacity, List<ImageRegion> areas) {}

    /** Copies the lists. */
    public Drawing {
        fills = List.copyOf(fills);
        outlines = List.copyOf(outlines);
    }

    /**
     * A picture as it was given.
     *
     * @param regions what all visual tokens stand for
     */
    public static Drawing given(int width, int height, List<ImageRegion> regions) {
        return over(width, height, regions, List.of(), List.of());
    }

    /**
     * What stays, with all else under grey: also what no visual token stands for, such as the sides that a model crops.
     * Lines are drawn around what was averaged into one token.
     *
     * @param regions what all visual tokens stand for
     * @param kept what those that are kept stand for, some of {@code regions}
     */
    public static Drawing kept(int width, int height, List<ImageRegion> regions, List<Part> kept) {
        List<Outline> averaged = kept.stream()
                .filter(part -> part.regions().size() > 1)
                .map(part -> Outline.around(part.regions()))
                .toList();
        return over(width, height, regions, List.of(veil(regions, kept)), averaged);
    }

    /**
     * How a ranker scored what was left, from dark violet to bright yellow by rank, with a line around what it kept.
     *
     * @param regions what all visual tokens stand for
     * @param stage one with scores
     */
    public static Drawing scores(int width, int height, List<ImageRegion> regions, StageView stage) {
        Map<Long, List<ImageRegion>> shades = new TreeMap<>();
        for (Part part : stage.ranked()) {
            long shade = Math.round(part.rank().orElseThrow() * SHADES);
            shades.computeIfAbsent(shade, unused -> new ArrayList<>()).addAll(part.regions());
        }
        List<Fill> fills = new ArrayList<>(List.of(veil(regions, stage.ranked())));
        shades.forEach((shade, areas) -> fills.add(new Fill("score", Viridis.rgb((double) shade / SHADES), 1, areas)));
        List<ImageRegion> kept =
                stage.kept().stream().flatMap(part -> part.regions().stream()).toList();
        return over(width, height, regions, fills, List.of(Outline.around(kept)));
    }

    /**
     * As SVG that holds the picture.
     *
     * @param title what it is
     * @param description what it shows
     * @param id of the picture on the page, for {@link #svg(String, String, String)}
     * @param png the picture as PNG in Base64
     */
    public String svg(String title, String description, String id, String png) {
        return new SvgDrawing(this).holding(title, description, id, png);
    }

    /**
     * As SVG over a picture that is on the same page already.
     *
     * @param title what it is
     * @param description what it shows
     * @param id of the picture
     */
    public String svg(String title, String description, String id) {
        return new SvgDrawing(this).using(title, description, id);
    }

    /**
     * The colours of {@link #scores}, from the lowest rank on the left to the highest on the right, as SVG.
     *
     * @param title what it is
     */
    public static String scale(String title) {
        Svg svg = new Svg(
                "0 0 " + (SHADES + 1) + " 1",
                title,
                "Dark violet, blue, green, bright yellow.",
                "preserveAspectRatio",
                "none");
        for (int shade = 0; shade <= SHADES; shade++) {
            svg.start("rect", "shape-rendering", "crispEdges", "width", "1", "height", "1")
                    .with("x", shade)
                    .with("fill", Svg.colour(Viridis.rgb((double) shade / SHADES)))
                    .end();
        }
        return svg.whole();
    }

    /** Whether one can see the pixels that the picture is made of, so that they had better stay sharp. */
    boolean coarse() {
        return Math.max(width, height) <= COARSE;
    }

    /** Width of the frame in pixels of the picture. */
    double frameWidth() {
        return width * (frame.right() - frame.left());
    }

    /** Height of the frame in pixels of the picture. */
    double frameHeight() {
        return height * (frame.bottom() - frame.top());
    }

    private static Drawing over(
            int width, int height, List<ImageRegion> regions, List<Fill> fills, List<Outline> outlines) {
        List<ImageRegion> all = new ArrayList<>(regions);
        all.add(ImageRegion.whole());
        return new Drawing(width, height, ImageRegion.around(all), fills, outlines);
    }

    private static Fill veil(List<ImageRegion> regions, List<Part> shown) {
        Set<ImageRegion> bright = new HashSet<>();
        shown.forEach(part -> bright.addAll(part.regions()));
        ImageRegion seen = regions.isEmpty() ? ImageRegion.whole() : ImageRegion.around(regions);
        double left = Math.max(0, seen.left());
        double top = Math.max(0, seen.top());
        double right = Math.min(1, seen.right());
        double bottom = Math.min(1, seen.bottom());
        List<ImageRegion> areas = new ArrayList<>();
        add(areas, 0, 0, left, 1);
        add(areas, right, 0, 1, 1);
        add(areas, left, 0, right, top);
        add(areas, left, bottom, right, 1);
        regions.stream().filter(region -> !bright.contains(region)).forEach(areas::add);
        return new Fill("dropped", GREY, VEIL, areas);
    }

    private static void add(List<ImageRegion> areas, double left, double top, double right, double bottom) {
        if (right - left > LEAST && bottom - top > LEAST) {
            areas.add(new ImageRegion(left, top, right, bottom));
        }
    }
}
