// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.Range;
import java.util.List;

/** Tables of differences: what is held against what, by how much, and how sure that is. */
final class Differences {

    private Differences() {}

    /** The heading, with what is held against something in the first columns. */
    static Html heading(List<String> first) {
        return Html.element("tr")
                .and(first.stream().map(Tables::columnHeading).toList())
                .and(
                        Tables.columnHeading("points").with("class", "number"),
                        Tables.columnHeading("95 %, all at once").with("class", "number"),
                        Tables.columnHeading("p").with("class", "number"),
                        Tables.columnHeading("verdict"));
    }

    /** A row: its cells before the figures, the first being its heading. */
    static Html row(List<String> first, PairResult pair) {
        return Html.element("tr", Tables.rowHeading(first.get(0)))
                .and(first.stream()
                        .skip(1)
                        .map(text -> Html.element("td", text))
                        .toList())
                .and(
                        number(pair.points()),
                        number(pair.interval().map(Range::marked).orElse(Column.NOTHING)),
                        number(pair.pValue().isPresent() ? pair.printedPValue() : Column.NOTHING),
                        Html.element("td", pair.verdict().words()));
    }

    private static Html number(String text) {
        return Html.element("td", text).with("class", "number");
    }
}
