// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.measure.ArmTimes;
import dev.pdrop.engine.measure.Drift;
import dev.pdrop.engine.measure.Measured;
import dev.pdrop.engine.measure.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code measured.json}: how long the arms of a run took, and what they were then.
 *
 * @param key hash of the keys of all arms, the questions, the machine and the settings
 * @param memory what a peak of memory is here
 * @param times what was measured
 */
public record MeasuredRun(String key, String memory, Measured times) {

    private static final double MEBIBYTE = 1 << 20;
    private static final String NOTHING = "-";

    /** A table for people, with lines below that say how to read it. */
    public String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(headings());
        times.arms().forEach(arm -> rows.add(cells(arm)));
        StringBuilder text = new StringBuilder(TextTable.of(rows, 1, headings().size() - 1)).append('\n');
        notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    /** The headings of its table. */
    public static List<String> headings() {
        return List.of(
                "arm",
                "first token ms",
                "p95",
                "vision",
                "prefill",
                "ranking",
                "token ms",
                "p95",
                "tokens/s",
                "peak MiB",
                "saved",
                "of",
                "realised");
    }

    /** A row of its table. */
    public static List<String> cells(ArmTimes arm) {
        return List.of(
                arm.arm(),
                millis(arm.firstTokenMillis().p50()),
                millis(arm.firstTokenMillis().p95()),
                both(arm.visionMillis()),
                both(arm.prefillMillis()),
                both(arm.rankingMillis()),
                millis(arm.decodeMillis().p50()),
                millis(arm.decodeMillis().p95()),
                fixed(arm.tokensPerSecond(), 0),
                arm.peakBytes().map(bytes -> fixed(bytes / MEBIBYTE, 0)).orElse(NOTHING),
                percent(arm.measuredSaving()),
                percent(arm.theoreticalSaving()),
                arm.realisedFraction().map(share -> fixed(share, 2)).orElse(NOTHING));
    }

    /** How to read the table, one sentence or two each. */
    public List<String> notes() {
        Drift drift = times.drift();
        return List.of(
                "Medians (and 95th percentiles) of " + times.repeats() + " rounds behind " + times.warmup()
                        + " that do not count, one question at a time, nothing shared, arms in rotated order.",
                "first token: vision + prefill + ranking. vision: tower and projector together, which the model does in"
                        + " one go. ranking: what the prefill takes longer than one that is told what to keep.",
                "saved: of the unreduced model's time to the first token; of: what its multiply-adds (convention"
                        + " \"full\") promise; realised: the one over the other.",
                "peak: " + memory + ".",
                drift.noisy()
                        ? "The machine was noisy: the unreduced model took " + millis(drift.beforeMillis())
                                + " ms among the arms and " + millis(drift.afterMillis()) + " ms behind them ("
                                + percent(drift.moved()) + ", more than " + percent(Drift.LIMIT)
                                + "); measure again on a quiet one."
                        : "The machine was steady: the unreduced model took " + millis(drift.beforeMillis())
                                + " ms among the arms and " + millis(drift.afterMillis()) + " ms behind them.");
    }

    private static String both(Timing timing) {
        return millis(timing.p50()) + " (" + millis(timing.p95()) + ")";
    }

    private static String millis(double value) {
        return fixed(value, 2);
    }

    private static String percent(double share) {
        return fixed(100 * share, 1) + " %";
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** The same if it is what would be measured now. */
    Optional<MeasuredRun> under(String wanted) {
        return key.equals(wanted) ? Optional.of(this) : Optional.empty();
    }
}
