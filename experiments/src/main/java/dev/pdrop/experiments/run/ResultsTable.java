// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.statistics.NoStatement;
import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.Headline;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.outcome.Statistics;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results as text for people: a table, the pairs of arms, what came out in words, and how to read it. */
final class ResultsTable {

    private static final String NOTHING = "-";
    private static final String NO_RANKER = "none";
    private static final int SHOWN_WORDS = 8;

    /* Every pair of eight arms; who has more reads pairs.csv. */
    private static final int SHOWN_PAIRS = 28;

    private static final int GAIN_COLUMN = 8;

    private final Results results;

    ResultsTable(Results results) {
        this.results = results;
    }

    /** The whole text. */
    String text() {
        return arms() + "\n" + pairs() + headline() + horizons() + legend();
    }

    private String arms() {
        String reference = results.statistics().map(Statistics::reference).orElse("");
        Map<String, PairResult> against = results.pairs().stream()
                .filter(pair -> pair.reference().equals(reference))
                .collect(Collectors.toMap(PairResult::arm, pair -> pair));
        boolean gains = !results.gains().isEmpty();
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of(
                "arm",
                "ranker",
                "accuracy",
                "95 % interval",
                "loyalty",
                "average tokens",
                "GMAC",
                "KV KiB",
                ("against " + reference).strip()));
        boolean positions = positionsDiffer();
        if (positions) {
            heading.add("positions");
        }
        heading.add("schedule");
        if (gains) {
            heading.add(GAIN_COLUMN, "gain");
        }
        rows.add(heading);
        for (ArmResult arm : results.arms()) {
            PairResult pair = against.get(arm.arm());
            List<String> row = new ArrayList<>(List.of(
                    arm.arm(),
                    arm.ranker(),
                    percent(arm.accuracy()),
                    arm.accuracyInterval().map(Range::marked).orElse(NOTHING),
                    arm.loyalty().map(ResultsTable::percent).orElse(NOTHING),
                    fixed(arm.averageTokens(), 1),
                    short3(arm.teraMultiplyAdds() * 1000),
                    short3(arm.keyValueMebibytes() * 1024),
                    pair == null ? NOTHING : pair.verdict().words()));
            if (positions) {
                row.add(arm.positions());
            }
            row.add(arm.shortSchedule());
            if (gains) {
                row.add(
                        GAIN_COLUMN,
                        results.gain(arm.arm())
                                .map(GainResult::pointsWithInterval)
                                .orElse(NOTHING));
            }
            rows.add(row);
        }
        return TextTable.of(rows, 2, gains ? GAIN_COLUMN : GAIN_COLUMN - 1);
    }

    /** Where arms that drop something differ in it, two of them may differ in nothing else. */
    private boolean positionsDiffer() {
        return results.arms().stream()
                        .filter(arm -> !arm.ranker().equals(NO_RANKER))
                        .map(ArmResult::positions)
                        .distinct()
                        .count()
                > 1;
    }

    /** Which pairs differ, and by how much. */
    private String pairs() {
        if (!arePairsShown() || results.pairs().isEmpty()) {
            return "";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("arm", "against", "points", "all intervals at once", "p", "verdict"));
        for (PairResult pair : results.pairs()) {
            rows.add(List.of(
                    pair.arm(),
                    pair.reference(),
                    pair.points(),
                    pair.interval().map(Range::marked).orElse(NOTHING),
                    pair.printedPValue(),
                    pair.verdict().words()));
        }
        return TextTable.of(rows, 2, 4) + "\n";
    }

    private boolean arePairsShown() {
        return results.pairs().size() <= SHOWN_PAIRS
                && results.statistics()
                        .filter(one -> one.noStatement().isEmpty())
                        .isPresent();
    }

    private String headline() {
        return results.statistics()
                .map(statistics ->
                        String.join("\n", Headline.of(statistics, results.gains(), results.pairs())) + "\n\n")
                .orElse("");
    }

    /** How deep rankings are worth anything. */
    private String horizons() {
        return results.horizons().isEmpty()
                ? ""
                : results.horizons().stream()
                                .map(one -> one.ranker() + ", keeping " + one.keep() + " (" + one.positions()
                                        + " positions): " + one.words() + ".")
                                .collect(Collectors.joining("\n"))
                        + "\n\n";
    }

    private String legend() {
        int examples = results.arms().isEmpty() ? 0 : results.arms().get(0).examples();
        StringBuilder text = new StringBuilder(examples + " questions"
                + results.statistics()
                        .map(one -> " on " + one.images() + " images")
                        .orElse("")
                + ". accuracy: share answered right. loyalty: share answered as the unreduced model does.\n"
                + "average tokens: mean over layers of visual tokens that entered a layer, of " + results.visualTokens()
                + ". GMAC: prefill multiply-adds of visual tokens (convention \"paper\").\n"
                + "KV: cache after prefill.\n");
        if (!results.gains().isEmpty()) {
            text.append(
                    results.gains().stream().allMatch(GainResult::onlyOneControl)
                            ? "gain: points of accuracy above the arm's only control.\n"
                            : "gain: points of accuracy above the arm's best control, which the interval chooses anew in"
                                    + " each resample.\n");
        }
        results.statistics().ifPresent(one -> text.append(method(one)));
        results.statistics().ifPresent(one -> exactBounds(text, one));
        schedules(text);
        replicates(text);
        unknownWords(text);
        failures(text, examples);
        return text.toString();
    }

    private static String method(Statistics statistics) {
        return statistics.noStatement().isEmpty()
                ? "Intervals hold the truth in 95 % of experiments; what is sampled are images, not questions. Pairs looked at: "
                        + statistics.comparisons() + " (" + statistics.family()
                        + "); verdict, p and intervals of differences are corrected for all of them.\n"
                : "Below " + NoStatement.FEWEST_IMAGES + " images nothing is said but the figures themselves.\n";
    }

    private void exactBounds(StringBuilder text, Statistics statistics) {
        Stream<Optional<Range>> shown = Stream.of(
                        results.arms().stream().map(ArmResult::accuracyInterval),
                        results.gains().stream().map(GainResult::interval),
                        arePairsShown()
                                ? results.pairs().stream().map(PairResult::interval)
                                : Stream.<Optional<Range>>of())
                .flatMap(one -> one);
        if (shown.anyMatch(one -> one.filter(Range::exact).isPresent())) {
            text.append(Range.EXACT_MARK)
                    .append(": ")
                    .append(Range.exactNote("the " + statistics.images() + " images"))
                    .append('\n');
        }
    }

    private void schedules(StringBuilder text) {
        if (results.arms().stream().anyMatch(arm -> !arm.shortSchedule().equals(arm.schedule()))) {
            text.append("schedule: \"..\" stands for more, which report.html and results.csv spell out.\n");
        }
    }

    private void replicates(StringBuilder text) {
        List<String> several = results.arms().stream()
                .filter(arm -> arm.replicates() > 1)
                .map(arm -> arm.arm() + ": n = " + arm.replicates())
                .toList();
        if (!several.isEmpty()) {
            text.append("Means over replicates (")
                    .append(String.join(", ", several))
                    .append(").\n");
        }
    }

    private void unknownWords(StringBuilder text) {
        int unknown = results.arms().stream()
                .mapToInt(ArmResult::unknownWordQuestions)
                .max()
                .orElse(0);
        List<String> words = results.unknownWords();
        if (unknown > 0) {
            text.append(unknown)
                    .append(" questions have words that the tokenizer does not know (")
                    .append(String.join(", ", words.subList(0, Math.min(SHOWN_WORDS, words.size()))))
                    .append(words.size() > SHOWN_WORDS ? ", .." : "")
                    .append("); they count all the same.\n");
        }
    }

    private void failures(StringBuilder text, int examples) {
        int failures =
                results.arms().stream().mapToInt(ArmResult::failures).max().orElse(0);
        if (failures > 0) {
            text.append(failures)
                    .append(" of ")
                    .append(examples)
                    .append(
                            " questions could not be asked and count as wrong, but not for loyalty; the journal says why.\n");
        }
    }

    private static String percent(double share) {
        return fixed(100 * share, 1) + " %";
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String short3(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3, RoundingMode.HALF_EVEN))
                .toPlainString();
    }
}
