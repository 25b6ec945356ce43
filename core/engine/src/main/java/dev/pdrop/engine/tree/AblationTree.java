// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.engine.Answer;
import dev.pdrop.engine.GreedyDecoding;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Answers questions under all arms of an experiment at once. What is shared, and why that is exact, says the package.
 *
 * <p>Stateless between companies.
 */
public final class AblationTree {

    /** Which answers are wanted; those of other arms may be there already. */
    @FunctionalInterface
    public interface Wanted {
        /** Whether an arm's answers to a group of the company are wanted. */
        boolean of(int arm, int group);
    }

    /**
     * What an arm answered.
     *
     * @param arm its number among the arms of the tree
     * @param group the number of the group in the company
     * @param answers one a question of the group
     */
    public record GroupAnswers(int arm, int group, List<Answer> answers) {}

    private final Backbone backbone;
    private final LongSupplier nanoTime;
    private final GreedyDecoding decoding;
    private final List<TreeArm> arms;

    /**
     * A tree.
     *
     * @param backbone the model, borrowed
     * @param nanoTime the clock
     * @param maxNewTokens how many tokens an answer has at most
     * @param arms all arms of the experiment, whichever of their answers are wanted later; the order of answers follows
     *     from them
     */
    public AblationTree(Backbone backbone, LongSupplier nanoTime, int maxNewTokens, List<TreeArm> arms) {
        this.backbone = backbone;
        this.nanoTime = nanoTime;
        this.decoding = new GreedyDecoding(backbone, maxNewTokens);
        this.arms = List.copyOf(arms);
    }

    /**
     * Answers. Times in the answers are those of an arm's own way: what it shared counts as if it had been alone on it,
     * except that questions about the same images share them.
     *
     * @param company the questions
     * @param features hold every image of the prompts
     * @param wanted which answers are wanted
     * @param each takes the answers of an arm to a group as soon as they are there, in an order in which those that are
     *     not wanted are only left out
     * @throws dev.pdrop.spi.InvalidMethodException if an arm does not fit the model
     */
    public void answer(Company company, VisualFeatures features, Wanted wanted, Consumer<GroupAnswers> each) {
        new Growth(backbone, nanoTime, decoding, arms, company, features, wanted, each).grow();
    }
}
