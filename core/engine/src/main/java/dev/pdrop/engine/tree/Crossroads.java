// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.engine.Choices;
import dev.pdrop.engine.Verdict;
import dev.pdrop.spi.Action;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.TokenRanker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Where arms part: those that act at a boundary rank, keep and go on, together as long as they keep the same.
 *
 * <p>Mutable: remembers the arms that could not go on in a batch.
 */
final class Crossroads {

    /**
     * A way on from a boundary.
     *
     * @param state the reduced state, for the taker to close
     * @param travellers who go on with it, behind their stage
     * @param nanos what ranking and retaining took
     */
    record Branch(DecoderState state, List<Traveller> travellers, long nanos) {
        int batch() {
            return state.batch();
        }
    }

    private final Backbone backbone;
    private final LongSupplier nanoTime;
    private final RankerGroups rankers;
    private final Set<Integer> uneven = new HashSet<>();

    /**
     * Crossroads.
     *
     * @param arms all arms, in whose order branches come
     */
    Crossroads(Backbone backbone, LongSupplier nanoTime, List<TreeArm> arms) {
        this.backbone = backbone;
        this.nanoTime = nanoTime;
        this.rankers = new RankerGroups(arms);
    }

    /** The arms whose rankers kept different numbers in the examples of a batch; they were left out of all branches. */
    Set<Integer> uneven() {
        return uneven;
    }

    /**
     * Passes a boundary: each way on is gone to its end before the next one is opened.
     *
     * @param state at the boundary, carrying what the arms need of layers before it; is closed when nobody goes on with
     *     it
     * @param names by which an arm draws random numbers for the examples
     * @param onwards goes a way to its end
     * @return those who go on with the state as it is: they do nothing here, or keep everything as it is
     */
    List<Traveller> pass(
            DecoderState state,
            List<Traveller> travellers,
            Function<Traveller, List<String>> names,
            Consumer<Branch> onwards) {
        List<Traveller> staying = new ArrayList<>();
        List<Traveller> acting = new ArrayList<>();
        travellers.forEach(one -> (one.acts(state.layer()) ? acting : staying).add(one));
        List<List<Traveller>> alike = rankers.groups(acting);
        for (int i = 0; i < alike.size(); i++) {
            boolean last = i == alike.size() - 1;
            staying.addAll(together(state, alike.get(i), names, last && staying.isEmpty(), onwards));
        }
        staying.sort(Comparator.comparingInt(Traveller::number));
        return staying;
    }

    /** What an arm keeps at its stage. */
    private record Decision(Traveller traveller, Choices choices) {

        boolean changes(DecoderState ranked) {
            return choices.changes(ranked.visualTokens());
        }

        Traveller behind(DecoderState ranked) {
            return traveller.after(choices.outcomes(traveller.next(), ranked));
        }

        PositionPolicy positions() {
            return traveller.method().positions();
        }

        boolean goesWith(Decision other) {
            return positions() == other.positions() && choices.keepsTheSameAs(other.choices);
        }
    }

    /* Who has one ranker: verdicts are shared as far as they serve several. Gives those who keep everything. */
    private List<Traveller> together(
            DecoderState state,
            List<Traveller> alike,
            Function<Traveller, List<String>> names,
            boolean nobodyElse,
            Consumer<Branch> onwards) {
        long start = nanoTime.getAsLong();
        try (DecoderState ranked = backbone.advance(state, state.layer(), needs(state, alike))) {
            List<Decision> decisions = decisions(ranked, alike, names);
            List<Traveller> keepingAll = decisions.stream()
                    .filter(one -> !one.changes(ranked))
                    .map(one -> one.behind(ranked))
                    .toList();
            List<List<Decision>> parting = sameKept(
                    decisions.stream().filter(one -> one.changes(ranked)).toList());
            if (nobodyElse && keepingAll.isEmpty()) {
                state.close();
            }
            // What ranking took is part of every way that begins with it.
            long ranking = nanoTime.getAsLong() - start;
            for (int i = 0; i < parting.size(); i++) {
                part(ranked, parting.get(i), ranking, i == parting.size() - 1, onwards);
            }
            return keepingAll;
        }
    }

    private void part(DecoderState ranked, List<Decision> same, long ranking, boolean last, Consumer<Branch> onwards) {
        List<Traveller> behind = same.stream().map(one -> one.behind(ranked)).toList();
        long start = nanoTime.getAsLong();
        DecoderState reduced = backbone.retain(
                ranked, same.get(0).choices().retention(), same.get(0).positions());
        long nanos = ranking + nanoTime.getAsLong() - start;
        if (last) {
            ranked.close();
        }
        onwards.accept(new Branch(reduced, behind, nanos));
    }

    private static Set<Capture> needs(DecoderState state, List<Traveller> alike) {
        if (state.visualTokens() == 0) {
            return Set.of();
        }
        Set<Capture> needs = new LinkedHashSet<>();
        for (Traveller traveller : alike) {
            needs.addAll(traveller.needsNow());
            traveller.needsBefore(state.layer()).forEach(needs::add);
        }
        return needs;
    }

    /* Those whose rankers keep different numbers in the examples are left out. */
    private List<Decision> decisions(
            DecoderState ranked, List<Traveller> alike, Function<Traveller, List<String>> names) {
        List<Decision> decisions = new ArrayList<>();
        List<Heard> heard = new ArrayList<>();
        for (Traveller traveller : alike) {
            Choices choices = choices(ranked, traveller, heard, names);
            if (choices.even()) {
                decisions.add(new Decision(traveller, choices));
            } else {
                uneven.add(traveller.number());
            }
        }
        return decisions;
    }

    /** A verdict and who asked for it. */
    private record Heard(Traveller asker, Verdict verdict) {

        boolean serves(Traveller other) {
            boolean sameCount = asker.next().action().equals(other.next().action());
            boolean sameSeeds = asker.arm().seeds().equals(other.arm().seeds());
            return (sameCount || verdict.servesOtherCounts()) && (sameSeeds || verdict.servesOtherSeeds());
        }
    }

    private Choices choices(
            DecoderState ranked, Traveller traveller, List<Heard> heard, Function<Traveller, List<String>> names) {
        if (ranked.visualTokens() == 0 || !(traveller.next().action() instanceof Action.Keep keep)) {
            return Choices.nothing(ranked.batch());
        }
        for (Heard known : heard) {
            if (known.serves(traveller)) {
                return known.verdict().choices(keep.visualTokens());
            }
        }
        TokenRanker ranker = traveller.method().ranker().orElseThrow();
        Verdict verdict = Verdict.of(
                backbone, ranker, traveller.next(), ranked, traveller.arm().seeds(), names.apply(traveller));
        heard.add(new Heard(traveller, verdict));
        return verdict.choices();
    }

    /* Together as long as the same tokens, mixed alike, stay at the same positions; more tokens first. */
    private static List<List<Decision>> sameKept(List<Decision> dropping) {
        List<Decision> ordered = dropping.stream()
                .sorted(Comparator.comparingInt((Decision one) -> -one.choices().visualTokens())
                        .thenComparing(Decision::positions)
                        .thenComparingInt(one -> one.traveller().number()))
                .toList();
        List<List<Decision>> same = new ArrayList<>();
        for (Decision decision : ordered) {
            same.stream()
                    .filter(some -> some.get(0).goesWith(decision))
                    .findFirst()
                    .ifPresentOrElse(some -> some.add(decision), () -> same.add(new ArrayList<>(List.of(decision))));
        }
        return same;
    }
}
