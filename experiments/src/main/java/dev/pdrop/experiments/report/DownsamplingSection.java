// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.PartResult;
import dev.pdrop.experiments.run.StoredRun;
import java.util.List;

/** Accuracy on the questions that a smaller picture gets wrong, and on those that it gets right: VTC-Bench's groups. */
final class DownsamplingSection implements Section {

    private static final PartsTable TABLE = new PartsTable(
            PartResult.GROUP_A,
            PartResult.GROUP_B,
            "Accuracy on questions that a smaller picture gets wrong, and right",
            "Both groups are questions that the unreduced arm gets right. With the picture down-sampled and nothing"
                    + " dropped, those of group A are answered wrong and those of group B right (VTC-Bench, arXiv"
                    + " 2510.07143). Those two arms chose the groups and are not in the table. Some answers are lucky: group A"
                    + " also holds questions that the smaller picture gets wrong by chance, so that any arm with errors of its"
                    + " own is above 0 there. Compare with the controls in this table, not with 0.");

    @Override
    public String heading() {
        return "Questions that a smaller picture gets wrong";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return TABLE.of(run);
    }
}
