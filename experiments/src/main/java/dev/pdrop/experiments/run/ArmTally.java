// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.spi.Geometry;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Adds up the records of one arm as they come by, those of all its replicates. Scores count over all questions, costs
 * over those that could be asked, and times over those of them that a machine was asked which had warmed up: the first
 * batch of each process is left out, unless there is no other.
 *
 * <p>Mutable; used by one thread.
 */
final class ArmTally {

    private final ArmPlan arm;
    private final Unreduced unreduced;
    private final YesNoQuestions yesNo;
    private final ScoreTally all;
    private final Map<String, ScoreTally> byType = new TreeMap<>();
    private final CostTally costs;
    private final Times warm = new Times();
    private final Times warmingUp = new Times();
    private final Set<String> unknownWordQuestions = new HashSet<>();

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
     * @param arm whose records they are
     * @param unreduced what the unreduced arm answered
     * @param yesNo the questions to which yes or no is right
     * @param geometry the sizes of the model
     * @param bytesPerNumber size of a cached number
     */
    ArmTally(ArmPlan arm, Unreduced unreduced, YesNoQuestions yesNo, Geometry geometry, int bytesPerNumber) {
        this.arm = arm;
        this.unreduced = unreduced;
        this.yesNo = yesNo;
        this.all = new ScoreTally(unreduced, yesNo);
        this.costs = new CostTally(arm.method(), arm.visualTokens(geometry), geometry, bytesPerNumber);
    }

    /** Adds a record. */
    void add(AnswerRecord record) {
        all.add(record);
        byType.computeIfAbsent(record.type(), type -> new ScoreTally(unreduced, yesNo))
                .add(record);
        if (record.failed()) {
            return;
        }
        costs.add(record);
        (record.warmUp() ? warmingUp : warm).add(record);
        if (!record.unknownWords().isEmpty()) {
            unknownWordQuestions.add(record.example());
        }
    }

    /** The sum, still without an interval; nothing is added afterwards. */
    ArmResult result() {
        Times times = warm.empty ? warmingUp : warm;
        return new ArmResult(
                arm.name(),
                arm.ranker(),
                arm.schedule(),
                arm.method().positions().name().toLowerCase(Locale.ROOT),
                all.examples(),
                all.accuracy(),
                all.loyalty(),
                costs.averageTokens(),
                costs.paperTmac(),
                costs.fastvTmac(),
                costs.keyValueMebibytes(),
                median(times.prefill),
                median(times.decode),
                unknownWordQuestions.size(),
                all.failures(),
                all.replicates(),
                Optional.empty(),
                Optional.of(costs.layers()),
                Optional.of(all.quality()));
    }

    /** The sum by type of question, sorted by type, questions without one last; still without intervals. */
    List<TypeResult> types() {
        return byType.entrySet().stream()
                .sorted(Comparator.comparing(one -> one.getKey().isEmpty()))
                .map(one -> type(one.getKey(), one.getValue()))
                .toList();
    }

    private TypeResult type(String type, ScoreTally tally) {
        return new TypeResult(
                arm.name(),
                type,
                tally.examples(),
                tally.accuracy(),
                tally.loyalty(),
                tally.failures(),
                0,
                Optional.empty(),
                Optional.of(tally.quality().inBrief()));
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
