// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.engine.cost.FullConvention;
import dev.pdrop.engine.cost.FullConvention.Terms;
import dev.pdrop.engine.tree.TreeSketch.Each;
import dev.pdrop.engine.tree.TreeSketch.Sizes;
import dev.pdrop.engine.tree.TreeSketch.State;
import dev.pdrop.engine.tree.TreeSketch.Stretch;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws a {@link TreeSketch}: {@link Growth} and {@link Crossroads} without states. Mutable; used once. */
final class Sketching {

    private final FullConvention convention = new FullConvention();
    private final Geometry geometry;
    private final List<TreeArm> arms;
    private final Sizes sizes;
    private final RankerGroups rankers;
    private final Map<Each, Terms> spent = new EnumMap<>(Each.class);
    private final Set<Integer> undecided = new TreeSet<>();

    Sketching(Geometry geometry, List<TreeArm> arms, Sizes sizes) {
        this.geometry = geometry;
        this.arms = arms;
        this.sizes = sizes;
        this.rankers = new RankerGroups(arms);
        for (Each each : Each.values()) {
            spent.put(each, Terms.none());
        }
    }

    TreeSketch sketch(Each first) {
        List<Traveller> starting = IntStream.range(0, arms.size())
                .mapToObj(arm -> Traveller.planned(arm, arms.get(arm), geometry, sizes.visualTokens()))
                .toList();
        spend(first, convention.vision(geometry, sizes.visualTokens()));
        State root = descend(first, List.of(), sizes.visualTokens(), starting);
        return new TreeSketch(root, spent(Each.IMAGE), spent(Each.QUESTION), List.copyOf(undecided));
    }

    /* From the layer behind those that were passed, each of which had so many visual tokens. */
    private State descend(Each each, List<Integer> before, int visualTokens, List<Traveller> starting) {
        List<Stretch> stretches = new ArrayList<>();
        List<Integer> passed = new ArrayList<>(before);
        List<Traveller> travellers = starting;
        while (!travellers.isEmpty()) {
            int from = passed.size();
            int to = travellers.stream()
                    .mapToInt(one -> nextLayer(each, from, visualTokens, one))
                    .min()
                    .orElseThrow();
            run(each, from, to, visualTokens, travellers);
            passed.addAll(Collections.nCopies(to - from, visualTokens));
            List<State> branches = new ArrayList<>();
            List<Traveller> going =
                    each == Each.QUESTION ? answer(to, travellers) : leave(passed, visualTokens, travellers, branches);
            List<Integer> running = travellers.stream().map(Traveller::number).toList();
            travellers = pass(each, passed, visualTokens, going, branches);
            stretches.add(new Stretch(from, to, visualTokens, running, branches));
        }
        return new State(each, stretches);
    }

    private int nextLayer(Each each, int from, int visualTokens, Traveller traveller) {
        int acting = traveller.nextLayer(geometry.layers());
        return each == Each.IMAGE ? Math.min(textLayer(from, visualTokens, traveller), acting) : acting;
    }

    /* Where nothing is left of what questions share, their text comes at once. */
    private int textLayer(int layer, int visualTokens, Traveller traveller) {
        return sizes.rows(Each.IMAGE, visualTokens) == 0 ? layer : traveller.textLayer(geometry.layers());
    }

    private void run(Each each, int from, int to, int visualTokens, List<Traveller> travellers) {
        int rows = sizes.rows(each, visualTokens);
        spend(each, convention.layer(geometry, rows, 0).times(to - from));
        travellers.stream()
                .flatMap(one -> one.needsBefore(to))
                .filter(need -> layer(need) >= from)
                .distinct()
                .forEach(need -> spend(each, convention.capture(geometry, need, rows, sizes.text(), true)));
    }

    /* At the last boundary a question is answered, and nobody goes on. */
    private List<Traveller> answer(int layer, List<Traveller> travellers) {
        if (layer < geometry.layers()) {
            return travellers;
        }
        spend(Each.QUESTION, convention.head(geometry));
        return List.of();
    }

    /* Arms leave where they must see the text of a question; gives those that go on with the state as it is. */
    private List<Traveller> leave(
            List<Integer> passed, int visualTokens, List<Traveller> travellers, List<State> branches) {
        int layer = passed.size();
        List<Traveller> staying = new ArrayList<>();
        List<Traveller> leaving = new ArrayList<>();
        travellers.forEach(one -> (textLayer(layer, visualTokens, one) == layer ? leaving : staying).add(one));
        if (!leaving.isEmpty()) {
            for (int tokens : passed) {
                spend(
                        Each.QUESTION,
                        convention.layer(geometry, sizes.textBehind(), (double) tokens + sizes.textBefore()));
            }
            branches.add(descend(Each.QUESTION, passed, visualTokens, leaving));
        }
        return staying;
    }

    /* Gives those who go on with the state as it is: they do nothing here, or keep everything. */
    private List<Traveller> pass(
            Each each, List<Integer> passed, int visualTokens, List<Traveller> travellers, List<State> branches) {
        int layer = passed.size();
        List<Traveller> staying = new ArrayList<>();
        List<Traveller> acting = new ArrayList<>();
        travellers.forEach(one -> (one.acts(layer) ? acting : staying).add(one));
        for (List<Traveller> alike : rankers.groups(acting)) {
            rank(each, layer, visualTokens, alike);
            List<Decision> dropping = new ArrayList<>();
            for (Traveller one : alike) {
                int kept = Math.min(one.next().action().visualTokens(), visualTokens);
                if (kept == visualTokens) {
                    staying.add(one.after(List.of()));
                } else {
                    dropping.add(new Decision(one, kept));
                }
            }
            for (List<Decision> same : sameKept(dropping)) {
                List<Traveller> behind = same.stream()
                        .map(one -> one.traveller().after(List.of()))
                        .toList();
                branches.add(descend(each, passed, same.get(0).kept(), behind));
            }
        }
        staying.sort(Comparator.comparingInt(Traveller::number));
        return staying;
    }

    private void rank(Each each, int layer, int visualTokens, List<Traveller> alike) {
        alike.stream()
                .flatMap(one -> one.needsNow().stream())
                .filter(need -> layer(need) >= layer)
                .distinct()
                .forEach(need -> spend(
                        each, convention.capture(geometry, need, sizes.rows(each, visualTokens), sizes.text(), false)));
    }

    /** How many an arm keeps at its stage. */
    private record Decision(Traveller traveller, int kept) {

        PositionPolicy positions() {
            return traveller.method().positions();
        }

        boolean keepsAsManyAs(Decision other) {
            return kept == other.kept && positions() == other.positions();
        }

        /* Only for two that have equal rankers. */
        boolean surelyKeepsTheSameAs(Decision other) {
            return kept == 0
                    || !traveller.needsNow().isEmpty()
                    || traveller.arm().seeds().equals(other.traveller.arm().seeds());
        }
    }

    private List<List<Decision>> sameKept(List<Decision> dropping) {
        List<Decision> ordered = dropping.stream()
                .sorted(Comparator.comparingInt((Decision one) -> -one.kept())
                        .thenComparing(Decision::positions)
                        .thenComparingInt(one -> one.traveller().number()))
                .toList();
        List<List<Decision>> same = new ArrayList<>();
        for (Decision decision : ordered) {
            List<List<Decision>> asMany = same.stream()
                    .filter(some -> some.get(0).keepsAsManyAs(decision))
                    .toList();
            asMany.stream()
                    .filter(some -> some.get(0).surelyKeepsTheSameAs(decision))
                    .findFirst()
                    .ifPresentOrElse(some -> some.add(decision), () -> {
                        asMany.forEach(some -> noteUndecided(some.get(0), decision));
                        same.add(new ArrayList<>(List.of(decision)));
                    });
        }
        return same;
    }

    private void noteUndecided(Decision one, Decision other) {
        Stream.of(one, other).forEach(each -> undecided.add(each.traveller().number()));
    }

    /** The decoder's layer that a need concerns; below all of them if it concerns the tower. */
    private static int layer(Capture need) {
        return need.point() instanceof Point.DecoderLayer at ? at.layer() : -1;
    }

    private Terms spent(Each each) {
        return spent.getOrDefault(each, Terms.none());
    }

    private void spend(Each each, Terms more) {
        spent.put(each, spent(each).plus(more));
    }
}
