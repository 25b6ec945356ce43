// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.List;

/** Tables and the cells that they have in common. */
final class Tables {

    private Tables() {}

    /** A table that says what it is. */
    static Html table(String caption, Html head, List<Html> rows) {
        return Html.element(
                "table",
                Html.element("caption", caption),
                Html.element("thead", head),
                Html.element("tbody").and(rows));
    }

    /** The number by which a crowded chart refers to the row of an arm, and the mark that the charts use. */
    static Html number(int index) {
        return Html.element("td", Mark.inText(index), Html.text(" " + (index + 1)))
                .with("class", "mark-cell");
    }

    static Html columnHeading(String text) {
        return Html.element("th", text).with("scope", "col");
    }

    static Html rowHeading(String text) {
        return Html.element("th", text).with("scope", "row");
    }
}
