// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.statistics.Analysis;
import dev.pdrop.engine.statistics.Comparison;
import dev.pdrop.engine.statistics.Contrast;
import dev.pdrop.engine.statistics.Contrast.Difference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A family after it was judged: what came of each comparison, whichever way round it is asked for. */
final class Judged {

    private final Map<Contrast, Comparison> comparisons = new LinkedHashMap<>();

    /**
     * Judges.
     *
     * @param family what is looked at together
     */
    Judged(Analysis analysis, Family family) {
        List<Contrast> contrasts = family.contrasts();
        analysis.compare(contrasts).forEach(one -> comparisons.put(one.contrast(), one));
    }

    /** How many comparisons each of them is corrected for. */
    int comparisons() {
        return comparisons.size();
    }

    /** An arm against another; either this or the reverse belongs to the family. */
    PairResult pair(Difference pair) {
        return comparisons.containsKey(pair)
                ? PairResult.of(pair, of(pair))
                : PairResult.of(pair.reversed(), of(pair.reversed())).reversed();
    }

    /** A comparison of the family. */
    Comparison of(Contrast contrast) {
        return Objects.requireNonNull(comparisons.get(contrast));
    }
}
