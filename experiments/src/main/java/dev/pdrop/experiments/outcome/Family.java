// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.statistics.Contrast.Difference;
import java.util.ArrayList;
import java.util.List;

/**
 * Which arms are held against which, and so how many comparisons each of them is corrected for.
 *
 * <p><b>The rule.</b> Up to {@value #EVERY_PAIR_UP_TO} arms, every one against every other. Of more, each against the
 * reference arms alone: thousands of pairs would correct every difference away, and nobody reads them. The reference is
 * the arm that drops nothing or, where there is none, the first of the experiment.
 *
 * @param rule the same in a few words
 * @param pairs those with a reference first, in the order of the arms
 */
public record Family(String rule, List<Difference> pairs) {

    /** Of so many arms every pair is looked at. */
    public static final int EVERY_PAIR_UP_TO = 8;

    /** Copies the pairs. */
    public Family {
        pairs = List.copyOf(pairs);
    }

    /**
     * The family of some arms.
     *
     * @param arms all of them, in order
     * @param references those of them that the others are held against, most important first; at least one if there is
     *     an arm
     */
    public static Family of(List<String> arms, List<String> references) {
        List<Difference> pairs = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            for (String arm : arms) {
                int place = references.indexOf(arm);
                if (place < 0 || place > i) {
                    pairs.add(new Difference(arm, references.get(i)));
                }
            }
        }
        if (arms.size() > EVERY_PAIR_UP_TO) {
            return new Family("each arm against " + String.join(", ", references), pairs);
        }
        List<String> others =
                arms.stream().filter(arm -> !references.contains(arm)).toList();
        for (int i = 0; i < others.size(); i++) {
            for (String later : others.subList(i + 1, others.size())) {
                pairs.add(new Difference(later, others.get(i)));
            }
        }
        return new Family("every pair of arms", pairs);
    }
}
