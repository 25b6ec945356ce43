// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.engine.statistics.Comparison;
import dev.pdrop.engine.statistics.Interval;
import dev.pdrop.engine.statistics.Printed;

/**
 * The tokens that a ranker likes least are worth less than any others: its ranking reversed, on the same schedule,
 * should answer worse than random choice.
 *
 * <p>Statistical, and never fatal: late in a model nothing that is dropped matters any more, so that no ranking carries
 * a signal there and none is at fault. It looks at the answers of the whole run, not at the first questions: of four
 * images no difference in accuracy, however large, can be told from chance.
 */
public final class SignalGate {

    /** Its name. */
    public static final String NAME = "signal";

    private static final String EXPECTED = "fewer right answers with the ranking reversed than with random choice";

    private SignalGate() {}

    /**
     * A verdict on an arm.
     *
     * @param arm name of the arm
     * @param comparison of the arm with its ranking reversed against random choice, both on its schedule
     */
    public static GateResult of(String arm, Comparison comparison) {
        return switch (comparison.verdict()) {
            case LOWER -> result(arm, Outcome.PASSED, difference(comparison));
            case HIGHER, NOT_DISTINGUISHABLE -> result(arm, Outcome.NO_SIGNAL, difference(comparison));
            case NO_STATEMENT ->
                result(
                        arm,
                        Outcome.NO_STATEMENT,
                        "only " + comparison.difference().images()
                                + " images, too few to tell a difference from chance");
        };
    }

    private static GateResult result(String arm, Outcome outcome, String found) {
        return new GateResult(NAME, arm, outcome, EXPECTED, found);
    }

    private static String difference(Comparison comparison) {
        String points = Printed.points(comparison.difference().estimate()) + " points";
        return comparison.difference() instanceof Interval interval
                ? points + " (" + Printed.points(interval) + "), "
                        + comparison.verdict().words()
                : points;
    }
}
