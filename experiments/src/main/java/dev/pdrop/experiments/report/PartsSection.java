// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.PartResult;
import dev.pdrop.experiments.run.StoredRun;
import java.util.List;

/** Accuracy on the questions that need their picture, which are those that say something about dropping it. */
final class PartsSection implements Section {

    private static final PartsTable TABLE = new PartsTable(
            PartResult.NEEDED,
            PartResult.NOT_NEEDED,
            "Accuracy on questions that an arm without pictures gets wrong, and right",
            "A question that is answered right without its picture says nothing about dropping parts of it. Which"
                    + " those are is told by the answers of one arm, some of which are lucky, so that arm is not in"
                    + " the table.");

    @Override
    public String heading() {
        return "Questions that need their picture";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return TABLE.of(run);
    }
}
