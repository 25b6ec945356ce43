// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.cost.CostConvention;
import dev.pdrop.engine.cost.FastVPaperConvention;
import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.spi.Geometry;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Adds up the records of one arm as they come by. Scores count over all questions, costs over those that could be
 * asked, and times over those of them that a machine was asked which had warmed up: the first batch of each process is
 * left out, unless there is no other.
 *
 * <p>Mutable; used by one thread.
 */
final class ArmTally {

    private static final double MEBIBYTE = 1 << 20;
    private static final double TERA = 1e12;

    private final Map<String, String> reference;
    private final ScoreTally all;
    private final Map<String, ScoreTally> byType = new TreeMap<>();
    private final Geometry geometry;
    private final double bytesPerKey;
    private final CostConvention paper = new PaperConvention();
    private final CostConvention fastv = new FastVPaperConvention();

    private final DoubleSummaryStatistics tokens = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics multiplyAdds = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics fastvMultiplyAdds = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics mebibytes = new DoubleSummaryStatistics();
    private final Times warm = new Times();
    private final Times warmingUp = new Times();
    private int unknownWordQuestions;

    /** Times of some questions, in milliseconds. */
    private static final class Times {
        private final DoubleStream.Builder prefill = DoubleStream.builder();
        private final DoubleStream.Builder decode = DoubleStream.builder();
        private boolean empty = true;

        void add(AnswerRecord record) {
            prefill.accept(record.prefillMillis());
            decode.accept(record.decodeMillis());
            empty = false;
        }
    }

    /**
     * An empty tally.
     *
     * @param reference the unreduced arm's answers by example, those that it gave; empty if no arm is unreduced
     * @param geometry the sizes of the model
     * @param bytesPerNumber size of a cached number
     */
    ArmTally(Map<String, String> reference, Geometry geometry, int bytesPerNumber) {
        this.reference = reference;
        this.all = new ScoreTally(reference);
        this.geometry = geometry;
        this.bytesPerKey = 2.0 * geometry.keyValueHeads() * geometry.headSize() * bytesPerNumber;
    }

    /** Adds a record. */
    void add(AnswerRecord record) {
        all.add(record);
        byType.computeIfAbsent(record.type(), type -> new ScoreTally(reference)).add(record);
        if (record.failed()) {
            return;
        }
        int[] visualTokens =
                record.visualTokens().stream().mapToInt(Integer::intValue).toArray();
        tokens.accept(visualTokens.length == 0 ? 0 : sum(record.visualTokens()) / visualTokens.length);
        multiplyAdds.accept(paper.multiplyAdds(geometry, visualTokens) / TERA);
        fastvMultiplyAdds.accept(fastv.multiplyAdds(geometry, visualTokens) / TERA);
        mebibytes.accept(sum(record.keyValueTokens()) * bytesPerKey / MEBIBYTE);
        (record.warmUp() ? warmingUp : warm).add(record);
        unknownWordQuestions += record.unknownWords().isEmpty() ? 0 : 1;
    }

    /** The sum; nothing is added afterwards. */
    ArmResult result(ArmPlan arm) {
        Times times = warm.empty ? warmingUp : warm;
        return new ArmResult(
                arm.name(),
                arm.ranker(),
                arm.schedule(),
                arm.method().positions().name().toLowerCase(Locale.ROOT),
                all.examples(),
                all.accuracy(),
                all.loyalty(),
                tokens.getAverage(),
                multiplyAdds.getAverage(),
                fastvMultiplyAdds.getAverage(),
                mebibytes.getAverage(),
                median(times.prefill),
                median(times.decode),
                unknownWordQuestions,
                all.failures());
    }

    /** The sum by type of question, sorted by type, questions without one last. */
    List<TypeResult> types(ArmPlan arm) {
        return byType.entrySet().stream()
                .sorted(Comparator.comparing(one -> one.getKey().isEmpty()))
                .map(one -> type(arm, one.getKey(), one.getValue()))
                .toList();
    }

    private static TypeResult type(ArmPlan arm, String type, ScoreTally tally) {
        return new TypeResult(arm.name(), type, tally.examples(), tally.accuracy(), tally.loyalty(), tally.failures());
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
