// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.engine.Method;
import dev.pdrop.engine.cost.FullConvention;
import dev.pdrop.engine.cost.FullConvention.Terms;
import dev.pdrop.engine.cost.Workload;
import dev.pdrop.spi.Geometry;
import java.util.List;
import java.util.Set;

/**
 * The tree that arms will grow, told from their schedules and the sizes of the model, before anything has run.
 *
 * <p>It follows the rules of {@link AblationTree}. What a ranker keeps is known only when it has run, so that three
 * things are taken for granted: a selection is as long as the schedule says; arms with equal rankers, counts and
 * positions keep the same if the ranker looks at something; and they part if it looks at nothing and their seeds
 * differ, as arms that draw do. Those last ones are {@link #undecided}: should they keep the same, less will run.
 *
 * @param root where all arms begin
 * @param perImage multiply-adds that run once for all questions about an image, all arms together
 * @param perQuestion multiply-adds that run for each question, all arms together
 * @param undecided arms that are counted as parted and may turn out to stay together, ascending
 */
public record TreeSketch(State root, Terms perImage, Terms perQuestion, List<Integer> undecided) {

    /** Copies the list. */
    public TreeSketch {
        undecided = List.copyOf(undecided);
    }

    /** How often something runs. */
    public enum Each {
        /** Once for all questions that begin with the same images. */
        IMAGE,
        /** For each question. */
        QUESTION
    }

    /**
     * The size of a prompt.
     *
     * @param visualTokens N
     * @param textBefore text tokens up to the end of the images, which questions about them share
     * @param textBehind text tokens behind them
     */
    public record Sizes(int visualTokens, int textBefore, int textBehind) {

        int rows(Each each, int visualTokensLeft) {
            return visualTokensLeft + textBefore + (each == Each.QUESTION ? textBehind : 0);
        }

        int text() {
            return textBefore + textBehind;
        }
    }

    /**
     * A state on its way down.
     *
     * @param each how often it runs
     * @param stretches of layers, one behind the other; at the end of each somebody leaves
     */
    public record State(Each each, List<Stretch> stretches) {

        /** Copies the list. */
        public State {
            stretches = List.copyOf(stretches);
        }
    }

    /**
     * Layers that a state runs.
     *
     * @param from the first layer
     * @param to the layer behind the last one; equal to {@code from} if somebody leaves before a layer has run
     * @param visualTokens visual tokens that enter them
     * @param arms the arms that it runs for, ascending
     * @param branches the states that leave it behind its last layer
     */
    public record Stretch(int from, int to, int visualTokens, List<Integer> arms, List<State> branches) {

        /** Copies the lists. */
        public Stretch {
            arms = List.copyOf(arms);
            branches = List.copyOf(branches);
        }
    }

    /**
     * Sketches the tree.
     *
     * @param geometry the sizes of the model
     * @param arms all arms of the experiment
     * @param sizes of a prompt
     * @param first {@link Each#IMAGE} if several questions begin with the same images, {@link Each#QUESTION} if each
     *     runs by itself
     * @throws dev.pdrop.spi.InvalidMethodException if an arm does not fit the model
     */
    public static TreeSketch of(Geometry geometry, List<TreeArm> arms, Sizes sizes, Each first) {
        return new Sketching(geometry, arms, sizes).sketch(first);
    }

    /**
     * What one arm takes for one question by itself, with nothing shared.
     *
     * @param geometry the sizes of the model
     * @param method of the arm
     * @param sizes of a prompt
     */
    public static Terms alone(Geometry geometry, Method method, Sizes sizes) {
        Workload workload = Workload.of(
                geometry.layers(),
                sizes.visualTokens(),
                sizes.text(),
                method.plan(geometry, sizes.visualTokens()),
                point -> method.ranker().map(ranker -> ranker.needs(point)).orElse(Set.of()));
        return new FullConvention().terms(geometry, workload);
    }
}
