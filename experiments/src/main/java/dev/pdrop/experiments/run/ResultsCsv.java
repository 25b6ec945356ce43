// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.outcome.CalibrationResult;
import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.LayerCosts;
import dev.pdrop.experiments.outcome.PairResult;
import dev.pdrop.experiments.outcome.Quality;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.outcome.Statistics;
import dev.pdrop.experiments.outcome.YesNoResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Results as comma-separated values: a header, then a line for each row; no commas inside a cell; what is absent is
 * empty.
 */
final class ResultsCsv {

    /* The first ten columns are a contract; new ones are appended. */
    private static final String ARMS = "arm,ranker,schedule,examples,accuracy,loyalty,average_tokens,tmac,kv_mib,"
            + "prefill_ms,decode_ms,fastv_tmac,positions,unknown_word_questions,failures,replicates,images,"
            + "accuracy_low,accuracy_high,nominal_tokens,full_tmac,";

    private static final String TYPES =
            "arm,type,examples,accuracy,loyalty,failures,images,accuracy_low,accuracy_high,";

    private static final String QUALITY =
            "right_to_wrong,wrong_to_right,invalid,precision,recall,f1,yes_rate,ece,brier";

    private static final String GAIN = ",gain,gain_low,gain_high,best_control";

    private static final String PAIRS = "arm,reference,difference,low,high,p_value,uncorrected_p_value,verdict";

    private final Results results;

    ResultsCsv(Results results) {
        this.results = results;
    }

    /** One line an arm. */
    String arms() {
        return lines(ARMS + QUALITY + GAIN, results.arms().stream().map(this::arm));
    }

    /** One line an arm and type of question. */
    String types() {
        return lines(TYPES + QUALITY, results.types().stream().map(ResultsCsv::type));
    }

    /** One line a pair. */
    String pairs() {
        return lines(PAIRS, results.pairs().stream().map(ResultsCsv::pair));
    }

    private Stream<String> arm(ArmResult arm) {
        Stream<String> own = Stream.of(
                cell(arm.arm()),
                cell(arm.ranker()),
                cell(arm.schedule()),
                Integer.toString(arm.examples()),
                number(arm.accuracy()),
                number(arm.loyalty()),
                number(arm.averageTokens()),
                number(arm.teraMultiplyAdds()),
                number(arm.keyValueMebibytes()),
                number(arm.prefillMillis()),
                number(arm.decodeMillis()),
                number(arm.fastvTeraMultiplyAdds()),
                arm.positions(),
                Integer.toString(arm.unknownWordQuestions()),
                Integer.toString(arm.failures()),
                Integer.toString(arm.replicates()),
                results.statistics()
                        .map(Statistics::images)
                        .map(String::valueOf)
                        .orElse(""),
                number(arm.accuracyInterval().map(Range::low)),
                number(arm.accuracyInterval().map(Range::high)),
                number(arm.layers().map(LayerCosts::nominalTokens)),
                number(arm.layers().map(LayerCosts::fullTmac)));
        return Stream.of(own, quality(arm.quality()), gain(results.gain(arm.arm())))
                .flatMap(cells -> cells);
    }

    private static Stream<String> gain(Optional<GainResult> gain) {
        return Stream.of(
                number(gain.map(GainResult::gain)),
                number(gain.flatMap(GainResult::interval).map(Range::low)),
                number(gain.flatMap(GainResult::interval).map(Range::high)),
                cell(gain.map(GainResult::bestControl).orElse("")));
    }

    private static Stream<String> type(TypeResult one) {
        Stream<String> own = Stream.of(
                cell(one.arm()),
                cell(one.type()),
                Integer.toString(one.examples()),
                number(one.accuracy()),
                number(one.loyalty()),
                Integer.toString(one.failures()),
                Integer.toString(one.images()),
                number(one.accuracyInterval().map(Range::low)),
                number(one.accuracyInterval().map(Range::high)));
        return Stream.concat(own, quality(one.quality()));
    }

    private static Stream<String> quality(Optional<Quality> quality) {
        Optional<YesNoResult> yesNo = quality.flatMap(Quality::yesNo);
        Optional<CalibrationResult> calibration = quality.flatMap(Quality::calibration);
        return Stream.of(
                count(quality.flatMap(Quality::flips).map(flips -> flips.rightToWrong())),
                count(quality.flatMap(Quality::flips).map(flips -> flips.wrongToRight())),
                count(quality.map(Quality::invalid)),
                number(yesNo.flatMap(YesNoResult::precision)),
                number(yesNo.flatMap(YesNoResult::recall)),
                number(yesNo.flatMap(YesNoResult::f1)),
                number(yesNo.flatMap(YesNoResult::yesRate)),
                number(calibration.map(CalibrationResult::ece)),
                number(calibration.map(CalibrationResult::brier)));
    }

    private static Stream<String> pair(PairResult pair) {
        return Stream.of(
                cell(pair.arm()),
                cell(pair.reference()),
                number(pair.difference()),
                number(pair.interval().map(Range::low)),
                number(pair.interval().map(Range::high)),
                number(pair.pValue()),
                number(pair.uncorrectedPValue()),
                pair.verdict().words());
    }

    private static String lines(String header, Stream<Stream<String>> rows) {
        StringBuilder csv = new StringBuilder(header).append('\n');
        rows.map(row -> row.collect(Collectors.joining(",")))
                .forEach(row -> csv.append(row).append('\n'));
        return csv.toString();
    }

    private static String cell(String text) {
        return text.replace(',', ' ').replace('\n', ' ');
    }

    private static String count(Optional<Integer> count) {
        return count.map(String::valueOf).orElse("");
    }

    private static String number(Optional<Double> value) {
        return value.map(ResultsCsv::number).orElse("");
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(6, RoundingMode.HALF_EVEN))
                .stripTrailingZeros()
                .toPlainString();
    }
}
