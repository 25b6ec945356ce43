// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.ExperimentPlan;
import java.util.Locale;

/** How large a grid may be before somebody has to say that this is meant. */
public final class GridLimit {

    /**
     * A hundred arms and a thousand questions: minutes of a tiny model, but days of one of 7B. More than that is as
     * often an axis too many as it is meant.
     */
    public static final long ANSWERS = 100_000;

    private GridLimit() {}

    /**
     * Whether a plan is larger than that.
     *
     * @param questions that it asks
     */
    public static boolean exceeded(ExperimentPlan plan, long questions) {
        return plan.asked() * questions > ANSWERS;
    }

    /** Refuses a plan that is larger than that. */
    static void require(ExperimentPlan plan, long questions) {
        if (exceeded(plan, questions)) {
            throw new InvalidConfigException(
                    new SourceLocation(plan.source(), 0),
                    "",
                    String.format(
                            Locale.ROOT,
                            "expected at most %,d answers, found %,d %s x %,d questions = %,d; say --yes to run them"
                                    + " all, or set dataset.limit or fewer arms",
                            ANSWERS,
                            plan.asked(),
                            plan.asked() == plan.arms().size() ? "arms" : "arms and replicates",
                            questions,
                            plan.asked() * questions));
        }
    }
}
