// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.run.ArmResult;
import java.util.List;
import java.util.Optional;

/**
 * The accuracy of an arm, as charts show it.
 *
 * @param share of right answers, from 0 to 1
 * @param interval of it, 95 %; absent if there is none
 */
record Accuracy(double share, Optional<Range> interval) {

    /** That of an arm. */
    static Accuracy of(ArmResult arm) {
        return new Accuracy(arm.accuracy(), arm.accuracyInterval());
    }

    /** An upright axis in per cent that holds some: with air above and below, but never beyond what a share can be. */
    static Axis axis(List<Accuracy> all) {
        double low = all.stream().mapToDouble(Accuracy::low).min().orElse(0);
        double high = all.stream().mapToDouble(Accuracy::high).max().orElse(1);
        double air = Math.max(0.02, (high - low) * 0.12);
        return Axis.around(100 * Math.max(0, low - air), 100 * Math.min(1, high + air));
    }

    /** In words. */
    String words() {
        return Figures.percent(share) + " right"
                + interval.map(range -> " (" + range.points() + (range.exact() ? ", an exact bound)" : ")"))
                        .orElse("");
    }

    private double low() {
        return interval.map(Range::low).orElse(share);
    }

    private double high() {
        return interval.map(Range::high).orElse(share);
    }
}
