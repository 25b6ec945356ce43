// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.statistics.Contrast;
import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.engine.statistics.Contrast.GainOverBest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is held against what in a run, and so how many comparisons each of them is corrected for.
 *
 * <p><b>The rule for pairs.</b> Up to {@value #EVERY_PAIR_UP_TO} arms, every one against every other. Of more, each
 * against the reference arms, and every pair of those that the experiment itself declares, if these are no more than
 * {@value #EVERY_PAIR_UP_TO}: which of them is better is what it asks, while controls attached to them are compared
 * with their own arm. Beyond that thousands of pairs would correct every difference away, and nobody reads them. The
 * reference is the arm that drops nothing or, where there is none, the first of the experiment. An experiment that
 * names its contrasts takes the place of the rule: they and the reference are all that is looked at.
 *
 * <p><b>One family.</b> Gains over the best control, the differences to each control behind them and rankings held
 * against random belong to the same family as the pairs. A headline names gains and pairs side by side, so that a
 * family for each would err more often than it says, and could call one and the same difference {@code higher} here and
 * {@code not distinguishable} there. The price is intervals that are a little longer than if gains were alone. The gate
 * {@code signal} alone is a family of its own: it tries the instrument, and is no result.
 *
 * @param reference the arm that all others are held against; empty if there is no arm
 * @param rule the same in a few words
 * @param pairs those with a reference first, in the order of the arms
 * @param gains of the arms that have controls, in their order
 * @param rankings of single layers, each against random on its schedule; some may be among the others
 */
public record Family(
        String reference, String rule, List<Difference> pairs, List<GainOverBest> gains, List<Difference> rankings) {

    /** Of so many arms every pair is looked at. */
    public static final int EVERY_PAIR_UP_TO = 8;

    /** Copies the lists. */
    public Family {
        pairs = List.copyOf(pairs);
        gains = List.copyOf(gains);
        rankings = List.copyOf(rankings);
    }

    /**
     * The pairs of some arms, all of them declared.
     *
     * @param arms all of them, in order
     * @param references names of arms
     */
    public static Family of(List<String> arms, List<String> references) {
        return of(arms, references, arms);
    }

    /**
     * The pairs that an experiment asks for, beside each arm against the references.
     *
     * @param arms all of them, in order
     * @param references names of arms
     * @param asked what the experiment names
     */
    public static Family asked(List<String> arms, List<String> references, List<Difference> asked) {
        List<Difference> pairs = againstReferences(arms, references);
        asked.stream()
                .filter(pair -> !pairs.contains(pair) && !pairs.contains(pair.reversed()))
                .toList()
                .forEach(pairs::add);
        String rule = "each arm against " + String.join(", ", references)
                + (asked.isEmpty() ? "" : ", the contrasts that the experiment names");
        return new Family(references.stream().findFirst().orElse(""), rule, pairs, List.of(), List.of());
    }

    private static List<Difference> againstReferences(List<String> arms, List<String> references) {
        List<Difference> pairs = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            for (String arm : arms) {
                int place = references.indexOf(arm);
                if (place < 0 || place > i) {
                    pairs.add(new Difference(arm, references.get(i)));
                }
            }
        }
        return pairs;
    }

    /**
     * The pairs of some arms.
     *
     * @param arms all of them, in order
     * @param references names of arms
     * @param declared those that the experiment declares itself, in order
     */
    public static Family of(List<String> arms, List<String> references, List<String> declared) {
        List<Difference> pairs = againstReferences(arms, references);
        String first = references.stream().findFirst().orElse("");
        if (arms.size() <= EVERY_PAIR_UP_TO) {
            pairs.addAll(everyPair(arms, references));
            return new Family(first, "every pair of arms", pairs, List.of(), List.of());
        }
        List<Difference> among = declared.size() <= EVERY_PAIR_UP_TO ? everyPair(declared, references) : List.of();
        pairs.addAll(among);
        String rule = "each arm against " + String.join(", ", references)
                + (among.isEmpty() ? "" : ", every pair of declared arms");
        return new Family(first, rule, pairs, List.of(), List.of());
    }

    private static List<Difference> everyPair(List<String> arms, List<String> references) {
        List<String> others =
                arms.stream().filter(arm -> !references.contains(arm)).toList();
        List<Difference> pairs = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            for (String later : others.subList(i + 1, others.size())) {
                pairs.add(new Difference(later, others.get(i)));
            }
        }
        return pairs;
    }

    /**
     * The same with more to be looked at.
     *
     * @param overControls gains of arms over the best of their controls
     * @param overRandom rankings of single layers against random
     */
    public Family with(List<GainOverBest> overControls, List<Difference> overRandom) {
        String more = (overControls.isEmpty() ? "" : ", each method against its controls and the best of them")
                + (overRandom.isEmpty() ? "" : ", each layer's ranking against random");
        return new Family(reference, rule + more, pairs, overControls, overRandom);
    }

    /**
     * All comparisons, each once: two arms are not compared a second time the other way round, and the gain over a
     * single control is the difference to it.
     */
    public List<Contrast> contrasts() {
        Set<Contrast> contrasts = new LinkedHashSet<>(pairs);
        Stream.concat(gains.stream().flatMap(Family::differences), rankings.stream())
                .filter(one -> !contrasts.contains(one.reversed()))
                .forEach(contrasts::add);
        gains.stream().filter(gain -> gain.controls().size() > 1).forEach(contrasts::add);
        return List.copyOf(contrasts);
    }

    private static Stream<Difference> differences(GainOverBest gain) {
        return gain.controls().stream().map(control -> new Difference(gain.arm(), control));
    }
}
