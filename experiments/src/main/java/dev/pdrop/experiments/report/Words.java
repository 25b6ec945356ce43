// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Phrases and lists of the page. */
final class Words {

    private Words() {}

    /** "1 question", "12 questions", "1,200 questions". */
    static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }

    /** A span of time with the unit that fits it. */
    static String duration(double seconds) {
        if (seconds < 120) {
            return Figures.fixed(seconds, seconds < 10 ? 1 : 0) + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    /**
     * A list of terms, each with what is said of it.
     *
     * @param name class of the list
     * @param rows term and description
     */
    static Html terms(String name, List<List<String>> rows) {
        List<Html> children = new ArrayList<>();
        for (List<String> row : rows) {
            children.add(Html.element("div", Html.element("dt", row.get(0)), Html.element("dd", row.get(1))));
        }
        return Html.element("dl").with("class", name).and(children);
    }

    /** A wide thing that scrolls by itself, so that the page does not. */
    static Html scrolling(String label, Html content) {
        return Html.element("div", content)
                .with("class", "scroll")
                .with("role", "region")
                .with("aria-label", label)
                .with("tabindex", "0");
    }
}
