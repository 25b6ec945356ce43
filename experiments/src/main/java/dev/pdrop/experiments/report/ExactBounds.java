// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.Range;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is said where an interval is an exact bound: it is the longest of its table or chart, and would be read as noise
 * though no two images disagree.
 */
final class ExactBounds {

    /** What charts call bars of this kind in the style sheet. */
    static final String STYLE = " exact";

    private ExactBounds() {}

    /**
     * The note below a table whose marked intervals are exact bounds; nothing if none is.
     *
     * @param shown the intervals of the table
     * @param images that they are about
     */
    static List<Html> note(Stream<Optional<Range>> shown, int images) {
        return note(shown, "the " + Words.count(images, "image"));
    }

    /** The same for a table whose columns are about different images. */
    static List<Html> note(Stream<Optional<Range>> shown) {
        return note(shown, "so few images");
    }

    private static List<Html> note(Stream<Optional<Range>> shown, String images) {
        return any(shown)
                ? List.of(Html.element("p", Range.EXACT_MARK + " " + Range.exactNote(images))
                        .with("class", "exact-bounds"))
                : List.of();
    }

    /** A sentence for a chart some bars of which are exact bounds, beginning with a blank; empty if none is. */
    static String dashed(Stream<Optional<Range>> shown) {
        return any(shown)
                ? " Dashed bars are no bootstrap: there all images say the same (where arms are held against each other, no"
                        + " score differs), and the bar is the exact bound for so few images, not noise of the arm."
                : "";
    }

    private static boolean any(Stream<Optional<Range>> shown) {
        return shown.anyMatch(one -> one.filter(Range::exact).isPresent());
    }
}
