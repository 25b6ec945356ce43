// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A column of the table of results.
 *
 * @param heading what stands above it
 * @param meaning what it means, for somebody new
 * @param number whether it holds numbers
 * @param cell what it says of an arm
 */
record Column(String heading, String meaning, boolean number, Function<ArmResult, String> cell) {

    /** What stands where there is no value. */
    static final String NOTHING = "\u2013";

    /**
     * The columns behind the arm's name.
     *
     * @param results what the table shows
     * @param unit of arithmetic
     */
    static List<Column> all(Results results, Arithmetic unit) {
        List<Column> columns = accuracy(results);
        columns.addAll(measures(results.visualTokens(), unit));
        if (results.arms().stream().anyMatch(arm -> arm.replicates() > 1)) {
            columns.add(new Column(
                    "n",
                    "how often the arm answered each question, each time with other random numbers; figures are means over"
                            + " them",
                    true,
                    arm -> Integer.toString(arm.replicates())));
        }
        if (results.arms().stream().anyMatch(arm -> arm.failures() > 0)) {
            columns.add(new Column(
                    "failed",
                    "questions that could not be asked, such as ones whose image is broken; they count as wrong",
                    true,
                    arm -> Integer.toString(arm.failures())));
        }
        columns.addAll(methods());
        return List.copyOf(columns);
    }

    private static List<Column> accuracy(Results results) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(
                "accuracy",
                "share of the questions that were answered right",
                true,
                arm -> Figures.percent(arm.accuracy())));
        results.statistics().ifPresent(statistics -> {
            columns.add(new Column(
                    "95 % interval",
                    "where the true accuracy lies: such intervals hold it in 95 % of experiments with other images of the same"
                            + " kind; to compare two arms, look at \"Which arms differ\"",
                    true,
                    arm -> arm.accuracyInterval().map(Range::marked).orElse(NOTHING)));
            if (!results.gains().isEmpty()) {
                columns.add(new Column(
                        "gain",
                        "points of accuracy above "
                                + (results.gains().stream().allMatch(GainResult::onlyOneControl)
                                        ? "the arm's only control"
                                        : "the best of the arm's controls")
                                + ", with an interval that is corrected for all comparisons; see \"Gain over controls\"",
                        true,
                        arm -> results.gain(arm.arm())
                                .map(GainResult::pointsWithInterval)
                                .orElse(NOTHING)));
            }
            Map<String, String> verdicts = verdicts(results, statistics.reference());
            columns.add(new Column(
                    "against " + statistics.reference(),
                    "whether its accuracy is higher, lower, or not distinguishable, corrected for all comparisons",
                    false,
                    arm -> verdicts.getOrDefault(arm.arm(), NOTHING)));
        });
        return columns;
    }

    private static Map<String, String> verdicts(Results results, String reference) {
        return results.pairs().stream()
                .filter(pair -> pair.reference().equals(reference))
                .collect(
                        Collectors.toMap(PairResult::arm, pair -> pair.verdict().words()));
    }

    private static List<Column> measures(int visualTokens, Arithmetic unit) {
        return List.of(
                new Column(
                        "loyalty",
                        "share of the questions that were answered as the model answers them when nothing is dropped,"
                                + " right or wrong; questions that could not be asked do not count",
                        true,
                        arm -> arm.loyalty().map(Figures::percent).orElse(NOTHING)),
                new Column(
                        "average tokens",
                        "visual tokens that entered a layer, counted while it ran, averaged over layers and questions;"
                                + " one image has " + visualTokens,
                        true,
                        arm -> Figures.fixed(arm.averageTokens(), 1)),
                new Column(
                        unit.unit(),
                        unit.meaning() + " that visual tokens cost before the first word of the answer (by the"
                                + " convention of the PyramidDrop paper)",
                        true,
                        arm -> Figures.threeDigits(unit.of(arm.teraMultiplyAdds()))),
                new Column(
                        "KV, MiB",
                        "keys and values kept for the tokens of the prompt, text included",
                        true,
                        arm -> Figures.threeDigits(arm.keyValueMebibytes())));
    }

    private static List<Column> methods() {
        return List.of(
                new Column("ranker", "what decides which tokens stay", false, ArmResult::ranker),
                new Column(
                        "schedule",
                        "before which layers how many stay; where that is long, its beginning, and the whole below the table",
                        false,
                        ArmResult::shortSchedule),
                new Column(
                        "positions",
                        "whether tokens that stay keep their place numbers (original) or are numbered anew (contiguous)",
                        false,
                        ArmResult::positions));
    }
}
