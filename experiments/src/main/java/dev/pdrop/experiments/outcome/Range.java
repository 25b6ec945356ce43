// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import com.google.gson.annotations.SerializedName;
import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.engine.statistics.Interval;
import dev.pdrop.engine.statistics.Printed;
import java.util.Objects;
import java.util.Optional;

/**
 * The ends of a 95 % interval, in shares of 1.
 *
 * @param low lower end
 * @param high upper end
 * @param kind how it was made; absent in results that were written before it was kept
 */
public record Range(double low, double high, Optional<Kind> kind) {

    /** What stands for an exact bound in tables: the ends, and this. */
    public static final String EXACT_MARK = "*";

    /** How an interval was made. */
    public enum Kind {
        /** By resampling images. */
        @SerializedName("bootstrap")
        BOOTSTRAP,

        /**
         * As the exact bound for so many images: all of them say the same, such as where no score of two arms differs,
         * and resampling that shows no width. It is long because images are few, not because an arm varies.
         */
        @SerializedName("exact")
        EXACT
    }

    /** Takes what earlier results do not say as absent. */
    public Range {
        kind = Objects.requireNonNullElse(kind, Optional.empty());
    }

    /** An interval of which is not said how it was made. */
    public Range(double low, double high) {
        this(low, high, Optional.empty());
    }

    /** The ends of an estimate's interval; absent if there are too few images for one. */
    public static Optional<Range> of(Estimate estimate) {
        return estimate instanceof Interval interval
                ? Optional.of(new Range(
                        interval.low(), interval.high(), Optional.of(interval.exact() ? Kind.EXACT : Kind.BOOTSTRAP)))
                : Optional.empty();
    }

    /**
     * Whether it is an exact bound rather than a bootstrap, which readers are told: it looks like noise and is none.
     */
    public boolean exact() {
        return kind.equals(Optional.of(Kind.EXACT));
    }

    /**
     * What the mark means, in one or more sentences.
     *
     * @param images what the bound is for, such as "the 250 images"
     */
    public static String exactNote(String images) {
        return "At an end of this interval all images say the same (a difference of 0: no score differs), and resampling"
                + " them shows no width: it is the exact bound for " + images
                + ", not a bootstrap. It is long because images are few, not because the arm is noisy.";
    }

    /** The same as {@link #points()}, with a mark behind it if it is an exact bound. */
    public String marked() {
        return points() + (exact() ? EXACT_MARK : "");
    }

    /** In percentage points, as {@code -3.1 to 0.4}: no end that is not 0 reads as 0. */
    public String points() {
        return Printed.points(low, high);
    }
}
