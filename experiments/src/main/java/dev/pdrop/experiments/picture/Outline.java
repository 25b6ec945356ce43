// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.spi.ImageRegion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The edges around some cells of a grid: those that two of them share lie inside and are left out.
 *
 * @param edges each once
 */
record Outline(Set<Edge> edges) {

    /** How many places an edge of the picture has; two edges at the same one are the same but for rounding. */
    private static final double PLACES = 1e6;

    /** A straight edge in shares of the picture, from left to right or from top to bottom. */
    record Edge(double fromX, double fromY, double toX, double toY) {}

    /** Around all of some regions together. */
    static Outline around(List<ImageRegion> regions) {
        Set<Edge> edges = new LinkedHashSet<>();
        for (ImageRegion region : regions) {
            double left = place(region.left());
            double top = place(region.top());
            double right = place(region.right());
            double bottom = place(region.bottom());
            toggle(edges, new Edge(left, top, right, top));
            toggle(edges, new Edge(left, bottom, right, bottom));
            toggle(edges, new Edge(left, top, left, bottom));
            toggle(edges, new Edge(right, top, right, bottom));
        }
        return new Outline(edges);
    }

    private static double place(double share) {
        // Zero may come from either side.
        return Math.round(share * PLACES) / PLACES + 0.0;
    }

    private static void toggle(Set<Edge> edges, Edge edge) {
        if (!edges.remove(edge)) {
            edges.add(edge);
        }
    }
}
