// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.PartResult;
import dev.pdrop.experiments.run.StoredRun;
import java.util.List;

/** Accuracy on the questions that need more of their picture than a smaller one has: groups A and B of VTC-Bench. */
final class DownsamplingSection implements Section {

    private static final PartsTable TABLE = new PartsTable(
            PartResult.GROUP_A,
            PartResult.GROUP_B,
            "Accuracy on questions that a smaller picture gets wrong, and right",
            "Both groups are questions that the unreduced arm gets right. With the picture down-sampled and nothing"
                    + " dropped, those of group A are answered wrong and those of group B right: a method of dropping"
                    + " shows on group A whether it is more than a smaller picture (VTC-Bench, arXiv 2510.07143). Those"
                    + " two arms chose the groups and are not in the table.");

    @Override
    public String heading() {
        return "Questions that need more than a smaller picture";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return TABLE.of(run);
    }
}
