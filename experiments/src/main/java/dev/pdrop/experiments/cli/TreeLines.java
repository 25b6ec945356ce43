// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.engine.tree.TreeSketch;
import dev.pdrop.experiments.run.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Prints what arms do together: a line for each stretch of layers, or of a large grid one for each layer that differs.
 */
final class TreeLines {

    /** From so many arms on a tree is too long to be read. */
    private static final int MANY = 24;

    /** So many names stand in a line; of more only the number. */
    private static final int NAMES = 6;

    /**
     * A sketched tree with the names of its arms.
     *
     * @param layers of the decoder
     * @param visualTokens of a prompt
     * @param root where all arms begin
     * @param undecided arms that are counted as parted and may turn out to stay together
     */
    record Tree(int layers, int visualTokens, State root, List<String> undecided) {

        static Tree of(TreeSketch sketch, List<String> names, int layers) {
            State root = State.of(sketch.root(), names);
            return new Tree(
                    layers,
                    root.stretches().get(0).visualTokens(),
                    root,
                    sketch.undecided().stream().map(names::get).toList());
        }
    }

    /** A state on its way down: how often it runs, and its layers. */
    record State(String onceFor, List<Stretch> stretches) {

        static State of(TreeSketch.State state, List<String> names) {
            return new State(
                    state.each().name().toLowerCase(Locale.ROOT),
                    state.stretches().stream()
                            .map(stretch -> Stretch.of(stretch, names))
                            .toList());
        }
    }

    /** Layers that a state runs, the last one excluded, for which arms, and who leaves behind them. */
    record Stretch(int from, int to, int visualTokens, List<String> arms, List<State> branches) {

        static Stretch of(TreeSketch.Stretch stretch, List<String> names) {
            return new Stretch(
                    stretch.from(),
                    stretch.to(),
                    stretch.visualTokens(),
                    stretch.arms().stream().map(names::get).toList(),
                    stretch.branches().stream()
                            .map(state -> State.of(state, names))
                            .toList());
        }
    }

    private final Tree tree;
    private final int arms;

    TreeLines(Tree tree, int arms) {
        this.tree = tree;
        this.arms = arms;
    }

    void print(PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        if (arms < MANY) {
            rows.add(List.of("layers", "visual tokens", "once for each", "arms"));
            addState(tree.root(), 0, rows);
            out.print(TextTable.of(rows, 1, 1));
        } else {
            rows.add(List.of("layers", "states for each image", "for each question", "arms, replicates apart"));
            addLayers(rows);
            out.print(TextTable.of(rows, 1, 3));
        }
        if (tree.root().onceFor().equals(onceFor(TreeSketch.Each.IMAGE))) {
            out.println(
                    "What is done once for each image serves all questions about it; the text of each goes through the"
                            + " same layers behind it.");
        }
        if (!tree.undecided().isEmpty()) {
            out.println("Not known before they run, and counted as parted: whether " + shown(tree.undecided())
                    + " keep the same tokens.");
        }
    }

    private static String onceFor(TreeSketch.Each each) {
        return each.name().toLowerCase(Locale.ROOT);
    }

    private void addState(State state, int depth, List<List<String>> rows) {
        for (Stretch stretch : state.stretches()) {
            if (stretch.to() > stretch.from()) {
                rows.add(List.of(
                        "  ".repeat(depth) + layers(stretch.from(), stretch.to()),
                        Integer.toString(stretch.visualTokens()),
                        state.onceFor(),
                        stretch.arms().size() == arms && arms > 1 ? "all " + arms : shown(stretch.arms())));
            }
            stretch.branches().forEach(branch -> addState(branch, depth + 1, rows));
        }
    }

    private void addLayers(List<List<String>> rows) {
        TreeSet<Integer> bounds = new TreeSet<>();
        List<Located> all = new ArrayList<>();
        collect(tree.root(), all);
        for (Located one : all) {
            bounds.add(one.stretch().from());
            bounds.add(one.stretch().to());
        }
        for (Integer from : bounds) {
            Integer to = bounds.higher(from);
            if (to != null) {
                rows.add(List.of(
                        layers(from, to),
                        Long.toString(running(all, from, TreeSketch.Each.IMAGE)),
                        Long.toString(running(all, from, TreeSketch.Each.QUESTION)),
                        Integer.toString(arms)));
            }
        }
    }

    /** A stretch and how often it runs. */
    private record Located(String onceFor, Stretch stretch) {}

    private static void collect(State state, List<Located> all) {
        for (Stretch stretch : state.stretches()) {
            all.add(new Located(state.onceFor(), stretch));
            stretch.branches().forEach(branch -> collect(branch, all));
        }
    }

    private static long running(List<Located> all, int layer, TreeSketch.Each each) {
        return all.stream()
                .filter(one -> one.onceFor().equals(onceFor(each)))
                .filter(one ->
                        one.stretch().from() <= layer && layer < one.stretch().to())
                .count();
    }

    private static String layers(int from, int to) {
        return to - from == 1 ? Integer.toString(from) : from + "-" + (to - 1);
    }

    private static String shown(List<String> names) {
        return names.size() <= NAMES ? String.join(", ", names) : names.size() + " arms, " + names.get(0) + " first";
    }
}
