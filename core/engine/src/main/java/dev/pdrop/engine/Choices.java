// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What stays at a stage, in each example of a batch.
 *
 * <p>Immutable.
 */
public final class Choices {

    private final List<Choice> each;

    private Choices(List<Choice> each) {
        this.each = List.copyOf(each);
    }

    /** Nothing stays, in so many examples. */
    public static Choices nothing(int batch) {
        return new Choices(
                java.util.Collections.nCopies(batch, new Choice(Mixture.of(new int[0]), new float[0], Double.NaN)));
    }

    /**
     * The best by their scores.
     *
     * @param values scores of all examples, one after the other
     * @param batch number of examples
     * @param keep how many stay in each
     */
    static Choices best(float[] values, int batch, int keep, Stage stage) {
        int visualTokens = values.length / batch;
        List<Choice> choices = new ArrayList<>();
        for (int example = 0; example < batch; example++) {
            float[] own = Arrays.copyOfRange(values, example * visualTokens, (example + 1) * visualTokens);
            TopSelection top = TopSelection.of(own, keep, stage.point().toString());
            choices.add(new Choice(Mixture.of(top.kept()), own, top.margin()));
        }
        return new Choices(choices);
    }

    /** What a ranker chose itself: for each example, what becomes of the tokens that are left. */
    static Choices chosen(int batch, IntFunction<Mixture> each) {
        return new Choices(IntStream.range(0, batch)
                .mapToObj(example -> new Choice(each.apply(example), new float[0], Double.NaN))
                .toList());
    }

    /** Whether equally many stay in each example, so that the examples can go on together. */
    public boolean even() {
        return each.stream().allMatch(one -> one.mixture.visualTokens() == visualTokens());
    }

    /** How many stay in each example, if they are {@link #even}. */
    public int visualTokens() {
        return each.get(0).mixture.visualTokens();
    }

    /** The same for a backbone; only if they are {@link #even}. */
    public Retention retention() {
        return new Retention(mixtures());
    }

    /** Whether the same tokens stay as with other choices at the same stage, and the same is mixed into them. */
    public boolean keepsTheSameAs(Choices other) {
        return mixtures().equals(other.mixtures());
    }

    /** Whether a token goes or becomes another value, of so many that are left; only if they are {@link #even}. */
    public boolean changes(int visualTokensLeft) {
        return visualTokens() < visualTokensLeft || retention().mixes();
    }

    /** What the stage did, one an example; {@code before} is the state that was ranked. */
    public List<StageOutcome> outcomes(Stage stage, DecoderState before) {
        List<StageOutcome> outcomes = new ArrayList<>();
        for (int example = 0; example < each.size(); example++) {
            Choice choice = each.get(example);
            int[] indices = before.visualIndices(example);
            outcomes.add(new StageOutcome(stage, indices, choice.mixture, choice.scores, choice.margin));
        }
        return outcomes;
    }

    private List<Mixture> mixtures() {
        return each.stream().map(one -> one.mixture).toList();
    }

    /** What stays in one example. */
    private static final class Choice {
        private final Mixture mixture;
        private final float[] scores;
        private final double margin;

        Choice(Mixture mixture, float[] scores, double margin) {
            this.mixture = mixture;
            this.scores = scores;
            this.margin = margin;
        }
    }
}
