// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.Locale;

/** The marks by which arms are told apart, by form as well as by colour. */
final class Mark {

    private static final double RADIUS = 5;
    private static final int COLOURS = 6;

    /* Forms of equal weight to the eye, around the origin. */
    private static final String[] FORMS = {
        "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",
        "M-4.5 -4.5H4.5V4.5H-4.5Z",
        "M0 -5.8L5.4 4H-5.4Z",
        "M0 -6L6 0L0 6L-6 0Z",
        "M0 5.8L5.4 -4H-5.4Z",
        "M-1.8 -5.4H1.8V-1.8H5.4V1.8H1.8V5.4H-1.8V1.8H-5.4V-1.8H-1.8Z",
        "M-5.5 -2H5.5V2H-5.5Z"
    };

    private Mark() {}

    /** The mark of an arm, from 0, at a point of a chart. */
    static Html of(int arm, double x, double y) {
        return Html.element("path")
                .with("d", FORMS[arm % FORMS.length])
                .with("transform", "translate(" + Figures.coordinate(x) + " " + Figures.coordinate(y) + ")")
                .with("class", "mark colour" + arm % COLOURS);
    }

    /** The mark of an arm, from 0, in the text; it says nothing that the text does not say. */
    static Html inText(int arm) {
        double size = 2 * RADIUS + 4;
        return Html.element("svg", of(arm, size / 2, size / 2))
                .with("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", size, size))
                .with("class", "key")
                .with("aria-hidden", "true");
    }
}
