// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.cost.CostConvention;
import dev.pdrop.engine.cost.FastVPaperConvention;
import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.spi.Geometry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The records of one arm, summed up.
 *
 * @param arm name of the arm
 * @param ranker name of the ranker
 * @param schedule what the scheduler says of itself
 * @param positions what becomes of position ids
 * @param examples how many questions were asked
 * @param accuracy mean score, from 0 to 1
 * @param loyalty share of answers equal to those of the unreduced arm; absent if no arm is unreduced
 * @param averageTokens mean over layers and examples of the visual tokens that entered a layer, audited
 * @param teraMultiplyAdds mean prefill cost in TMAC under PyramidDrop's convention, from audited counts
 * @param fastvTeraMultiplyAdds the same under FastV's convention
 * @param keyValueMebibytes mean size of the cache after prefill, text included
 * @param prefillMillis median time from prompt to first token, image encoding left out
 * @param decodeMillis median time for the tokens after the first
 * @param unknownWordQuestions questions with a word that the tokenizer does not know
 * @param failures questions that could not be asked, such as ones whose image is broken; they count as wrong
 */
public record ArmResult(
        String arm,
        String ranker,
        String schedule,
        String positions,
        int examples,
        double accuracy,
        Optional<Double> loyalty,
        double averageTokens,
        double teraMultiplyAdds,
        double fastvTeraMultiplyAdds,
        double keyValueMebibytes,
        double prefillMillis,
        double decodeMillis,
        int unknownWordQuestions,
        int failures) {

    private static final double MEBIBYTE = 1 << 20;

    /**
     * Sums up.
     *
     * @param arm the arm
     * @param records its records, at least one
     * @param reference the unreduced arm's answers by example; empty if no arm is unreduced
     * @param geometry the sizes of the model
     * @param bytesPerNumber size of a cached number
     */
    static ArmResult of(
            ArmPlan arm,
            List<AnswerRecord> records,
            Map<String, String> reference,
            Geometry geometry,
            int bytesPerNumber) {
        double bytesPerKey = 2.0 * geometry.keyValueHeads() * geometry.headSize() * bytesPerNumber;
        return new ArmResult(
                arm.name(),
                arm.ranker(),
                arm.schedule(),
                arm.method().positions().name().toLowerCase(Locale.ROOT),
                records.size(),
                mean(records, AnswerRecord::score),
                loyalty(records, reference),
                mean(records, one -> mean(one.visualTokens())),
                mean(records, one -> cost(new PaperConvention(), geometry, one)),
                mean(records, one -> cost(new FastVPaperConvention(), geometry, one)),
                mean(records, one -> sum(one.keyValueTokens()) * bytesPerKey / MEBIBYTE),
                median(records, AnswerRecord::prefillMillis),
                median(records, AnswerRecord::decodeMillis),
                (int) records.stream()
                        .filter(one -> !one.unknownWords().isEmpty())
                        .count(),
                0);
    }

    private static Optional<Double> loyalty(List<AnswerRecord> records, Map<String, String> reference) {
        return reference.isEmpty()
                ? Optional.empty()
                : Optional.of(mean(records, one -> one.answer().equals(reference.get(one.example())) ? 1 : 0));
    }

    private static double cost(CostConvention convention, Geometry geometry, AnswerRecord entry) {
        int[] tokens = entry.visualTokens().stream().mapToInt(Integer::intValue).toArray();
        return convention.multiplyAdds(geometry, tokens) / 1e12;
    }

    private static double sum(List<Integer> numbers) {
        return numbers.stream().mapToLong(Integer::longValue).sum();
    }

    private static double mean(List<Integer> numbers) {
        return numbers.isEmpty() ? 0 : sum(numbers) / numbers.size();
    }

    private static double mean(List<AnswerRecord> records, ToDoubleFunction<AnswerRecord> value) {
        return records.stream().mapToDouble(value).average().orElse(0);
    }

    private static double median(List<AnswerRecord> records, ToDoubleFunction<AnswerRecord> value) {
        double[] sorted = records.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
