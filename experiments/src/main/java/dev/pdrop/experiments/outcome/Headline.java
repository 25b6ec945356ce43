// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.statistics.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came out, in sentences, by the verdicts alone. */
public final class Headline {

    private static final int NAMED = 8;

    private Headline() {}

    /* What is beyond chance before what is not, and of each the largest difference first. */
    private static final Comparator<PairResult> MOST_TELLING = Comparator.comparing(
                    (PairResult pair) -> pair.verdict() != Verdict.HIGHER && pair.verdict() != Verdict.LOWER)
            .thenComparing(pair -> Math.abs(pair.difference()), Comparator.reverseOrder());

    /**
     * The sentences: what methods gain over their best controls, how arms stand to the reference, then how they stand
     * to each other; in each the most telling first, and if not all are named, how many are not.
     *
     * @param statistics how all was judged
     * @param gains all of them
     * @param pairs all of them
     */
    public static List<String> of(Statistics statistics, List<GainResult> gains, List<PairResult> pairs) {
        if (!statistics.noStatement().isEmpty()) {
            return List.of("No statement is made: " + statistics.noStatement() + ".");
        }
        List<String> sentences = new ArrayList<>(gains(gains));
        String reference = statistics.reference();
        List<PairResult> first = pairs.stream()
                .filter(pair -> pair.reference().equals(reference))
                .sorted(MOST_TELLING)
                .toList();
        against(first, Verdict.HIGHER)
                .ifPresent(
                        arms -> sentences.add("More right answers than " + reference + " (by points): " + arms + "."));
        against(first, Verdict.LOWER)
                .ifPresent(
                        arms -> sentences.add("Fewer right answers than " + reference + " (by points): " + arms + "."));
        against(first, Verdict.NOT_DISTINGUISHABLE)
                .ifPresent(arms ->
                        sentences.add("Not distinguishable from " + reference + " (points apart): " + arms + "."));
        List<PairResult> others = pairs.stream()
                .filter(pair -> !pair.reference().equals(reference))
                .sorted(MOST_TELLING)
                .toList();
        winners(others).forEach((winner, losers) -> sentences.add(winner + " beats " + named(losers) + "."));
        List<String> undecided = others.stream()
                .filter(pair -> pair.verdict() == Verdict.NOT_DISTINGUISHABLE)
                .map(pair -> pair.reference() + " and " + pair.arm())
                .toList();
        if (!undecided.isEmpty()) {
            sentences.add("Not distinguishable from each other: " + String.join("; ", shown(undecided)) + ".");
        }
        return List.copyOf(sentences);
    }

    private static List<String> gains(List<GainResult> gains) {
        List<String> sentences = gains.stream()
                .sorted(Comparator.comparing(GainResult::pair, MOST_TELLING))
                .map(GainResult::sentence)
                .toList();
        if (sentences.size() <= NAMED) {
            return sentences;
        }
        long higher =
                gains.stream().filter(gain -> gain.verdict() == Verdict.HIGHER).count();
        List<String> shown = new ArrayList<>(sentences.subList(0, NAMED - 1));
        String control = gains.stream().allMatch(GainResult::onlyOneControl) ? "only" : "best";
        shown.add("Of all " + gains.size() + " methods, " + higher + " are ahead of their " + control
                + " control beyond chance; " + (gains.size() - NAMED + 1) + " are not listed here.");
        return shown;
    }

    private static Optional<String> against(List<PairResult> pairs, Verdict verdict) {
        List<String> arms = pairs.stream()
                .filter(pair -> pair.verdict() == verdict)
                .map(pair -> pair.arm() + " (" + pair.points() + ")")
                .toList();
        return arms.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", shown(arms)));
    }

    /** Who is ahead of whom, in the order of the pairs: the largest difference first. */
    private static Map<String, List<String>> winners(List<PairResult> pairs) {
        Map<String, List<String>> winners = new LinkedHashMap<>();
        for (PairResult pair : pairs) {
            if (pair.verdict() == Verdict.HIGHER) {
                winners.computeIfAbsent(pair.arm(), unused -> new ArrayList<>()).add(pair.reference());
            } else if (pair.verdict() == Verdict.LOWER) {
                winners.computeIfAbsent(pair.reference(), unused -> new ArrayList<>())
                        .add(pair.arm());
            }
        }
        return winners;
    }

    private static String named(List<String> names) {
        List<String> shown = shown(names);
        return shown.size() == 1
                ? shown.get(0)
                : String.join(", ", shown.subList(0, shown.size() - 1)) + " and " + shown.get(shown.size() - 1);
    }

    /** The first of them, and how many more there are. */
    private static List<String> shown(List<String> names) {
        if (names.size() <= NAMED) {
            return names;
        }
        List<String> shown = new ArrayList<>(names.subList(0, NAMED - 1));
        shown.add((names.size() - NAMED + 1) + " more not listed here");
        return shown;
    }
}
