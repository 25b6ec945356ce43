// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Geometry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Sums up the answers of a run, one record in memory at a time. */
final class RunSummary {

    /**
     * What came out.
     *
     * @param results the numbers
     * @param changed a sample of answers that differ from those of the unreduced arm
     */
    record Summed(Results results, List<ChangedAnswer> changed) {}

    private final ExperimentPlan plan;
    private final AnswerBook book;
    private final Geometry geometry;
    private final int bytesPerNumber;

    /**
     * A summary.
     *
     * @param plan what ran
     * @param book the answers
     * @param backbone the model
     */
    RunSummary(ExperimentPlan plan, AnswerBook book, Backbone backbone) {
        this.plan = plan;
        this.book = book;
        this.geometry = backbone.geometry();
        this.bytesPerNumber = Batching.bytesPerNumber(backbone);
    }

    /** Sums up; the arms are in the order of the plan. */
    Summed sum() {
        Map<String, String> reference = unreduced().map(this::answers).orElseGet(Map::of);
        ChangedAnswers changed = new ChangedAnswers(reference);
        Set<String> unknownWords = new LinkedHashSet<>();
        List<ArmResult> arms = new ArrayList<>();
        List<TypeResult> types = new ArrayList<>();
        for (ArmPlan arm : plan.arms()) {
            ArmTally tally = new ArmTally(reference, geometry, bytesPerNumber);
            try (Stream<AnswerRecord> records = book.records(arm)) {
                records.peek(one -> unknownWords.addAll(one.unknownWords()))
                        .peek(changed::add)
                        .forEach(tally::add);
            }
            arms.add(tally.result(arm));
            types.addAll(tally.types(arm));
        }
        boolean typed = types.stream().anyMatch(one -> !one.type().isEmpty());
        return new Summed(
                new Results(
                        arms, geometry.vision().visualTokens(), List.copyOf(unknownWords), typed ? types : List.of()),
                changed.sample(plan.dataset(), plan.onError()));
    }

    private Optional<ArmPlan> unreduced() {
        int visualTokens = geometry.vision().visualTokens();
        return plan.arms().stream()
                .filter(arm ->
                        arm.method().plan(geometry, visualTokens).stages().isEmpty())
                .findFirst();
    }

    private Map<String, String> answers(ArmPlan arm) {
        Map<String, String> answers = new HashMap<>();
        book.records(arm).filter(one -> !one.failed()).forEach(one -> answers.put(one.example(), one.answer()));
        return answers;
    }
}
