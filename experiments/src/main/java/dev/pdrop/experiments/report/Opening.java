// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the page begins: which run this is, what it asked, and whether it is complete. */
final class Opening {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Opening() {}

    static Html of(StoredRun run) {
        Manifest manifest = run.manifest();
        return Html.element(
                "header",
                Html.element("p", "pdrop report").with("class", "kicker"),
                Html.element("h1", run.name()),
                Html.element("p", manifest.question()).with("class", "lead"),
                state(manifest));
    }

    private static Html state(Manifest manifest) {
        String size = Words.count(manifest.examples(), "question") + " in "
                + Words.count(manifest.arms().size(), "arm");
        if (manifest.finished().isEmpty()) {
            return Html.element(
                            "p",
                            Html.element("strong", "Unfinished."),
                            Html.text(" This run asks " + size + " and has not come to its end; begun on "
                                    + DAY.format(manifest.started())
                                    + ". What is below will change, and there are no results yet."))
                    .with("class", "state unfinished");
        }
        return Html.element(
                        "p",
                        Html.element("strong", "Complete."),
                        Html.text(" " + size + ", " + Words.duration(manifest.engineSeconds())
                                + " in the engine, finished on "
                                + DAY.format(manifest.finished().get()) + "."))
                .with("class", "state complete");
    }
}
