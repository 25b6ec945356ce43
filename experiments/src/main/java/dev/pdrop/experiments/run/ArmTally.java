// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.cost.CostConvention;
import dev.pdrop.engine.cost.FastVPaperConvention;
import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.spi.Geometry;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Adds up the records of one arm as they come by. Scores count over all questions, costs and times over those that
 * could be asked.
 *
 * <p>Mutable; used by one thread.
 */
final class ArmTally {

    private static final double MEBIBYTE = 1 << 20;
    private static final double TERA = 1e12;

    private final Map<String, String> reference;
    private final Geometry geometry;
    private final double bytesPerKey;
    private final CostConvention paper = new PaperConvention();
    private final CostConvention fastv = new FastVPaperConvention();

    private final DoubleSummaryStatistics score = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics loyalty = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics tokens = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics multiplyAdds = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics fastvMultiplyAdds = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics mebibytes = new DoubleSummaryStatistics();
    private final DoubleStream.Builder prefill = DoubleStream.builder();
    private final DoubleStream.Builder decode = DoubleStream.builder();
    private int unknownWordQuestions;
    private int failures;

    /**
     * An empty tally.
     *
     * @param reference the unreduced arm's answers by example; empty if no arm is unreduced
     * @param geometry the sizes of the model
     * @param bytesPerNumber size of a cached number
     */
    ArmTally(Map<String, String> reference, Geometry geometry, int bytesPerNumber) {
        this.reference = reference;
        this.geometry = geometry;
        this.bytesPerKey = 2.0 * geometry.keyValueHeads() * geometry.headSize() * bytesPerNumber;
    }

    /** Adds a record. */
    void add(AnswerRecord record) {
        score.accept(record.score());
        boolean agrees = !record.failed() && record.answer().equals(reference.get(record.example()));
        loyalty.accept(agrees ? 1 : 0);
        if (record.failed()) {
            failures++;
            return;
        }
        int[] visualTokens =
                record.visualTokens().stream().mapToInt(Integer::intValue).toArray();
        tokens.accept(visualTokens.length == 0 ? 0 : sum(record.visualTokens()) / visualTokens.length);
        multiplyAdds.accept(paper.multiplyAdds(geometry, visualTokens) / TERA);
        fastvMultiplyAdds.accept(fastv.multiplyAdds(geometry, visualTokens) / TERA);
        mebibytes.accept(sum(record.keyValueTokens()) * bytesPerKey / MEBIBYTE);
        prefill.accept(record.prefillMillis());
        decode.accept(record.decodeMillis());
        unknownWordQuestions += record.unknownWords().isEmpty() ? 0 : 1;
    }

    /** The sum; nothing is added afterwards. */
    ArmResult result(ArmPlan arm) {
        return new ArmResult(
                arm.name(),
                arm.ranker(),
                arm.schedule(),
                arm.method().positions().name().toLowerCase(Locale.ROOT),
                (int) score.getCount(),
                score.getAverage(),
                reference.isEmpty() ? Optional.empty() : Optional.of(loyalty.getAverage()),
                tokens.getAverage(),
                multiplyAdds.getAverage(),
                fastvMultiplyAdds.getAverage(),
                mebibytes.getAverage(),
                median(prefill),
                median(decode),
                unknownWordQuestions,
                failures);
    }

    private static double sum(List<Integer> numbers) {
        return numbers.stream().mapToLong(Integer::longValue).sum();
    }

    private static double median(DoubleStream.Builder values) {
        double[] sorted = values.build().sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return 0;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
