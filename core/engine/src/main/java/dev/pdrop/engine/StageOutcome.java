// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Stage;
import java.util.stream.IntStream;

/**
 * What a stage did to one example.
 *
 * <p>Immutable.
 */
public final class StageOutcome {

    private final Stage stage;
    private final int[] before;
    private final Mixture mixture;
    private final float[] scores;
    private final double margin;

    /**
     * An outcome.
     *
     * @param stage the stage
     * @param before visual indices of the tokens that were ranked, ascending
     * @param mixture which of them stayed, by places, and what was mixed into each
     * @param scores one a token before, or none
     * @param margin see {@link #margin()}
     */
    public StageOutcome(Stage stage, int[] before, Mixture mixture, float[] scores, double margin) {
        this.stage = stage;
        this.before = before.clone();
        this.mixture = mixture;
        this.scores = scores.clone();
        this.margin = margin;
    }

    /** The stage. */
    public Stage stage() {
        return stage;
    }

    /** Visual indices of the tokens that were ranked, ascending, a copy. */
    public int[] before() {
        return before.clone();
    }

    /** Visual indices of the tokens that stayed, ascending, a copy. */
    public int[] kept() {
        return IntStream.of(mixture.kept()).map(place -> before[place]).toArray();
    }

    /** The same by places in {@link #before()}, with what was mixed into each. */
    public Mixture mixture() {
        return mixture;
    }

    /** Whether the ranker chose itself how many stay: it was asked, and gave no scores. */
    public boolean choseItself() {
        return stage.ranks() && before.length > 0 && scores.length == 0;
    }

    /**
     * The score of each of {@link #before()}, a copy; empty where the stage ranks nothing or the ranker gives no
     * scores.
     */
    public float[] scores() {
        return scores.clone();
    }

    /** The score of the last one kept minus that of the first one dropped; NaN where there is no such pair. */
    public double margin() {
        return margin;
    }
}
