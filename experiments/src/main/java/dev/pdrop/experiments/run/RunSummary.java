// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.engine.statistics.ImageScores;
import dev.pdrop.experiments.outcome.Judgement;
import dev.pdrop.experiments.outcome.PartResult;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sums up the answers of a run, one record in memory at a time; of each, its score stays for the statistics, and of the
 * unreduced arm its answer.
 */
final class RunSummary {

    /**
     * What came out.
     *
     * @param results the numbers
     * @param changed a sample of answers that differ from those of the unreduced arm
     * @param signals what the answers say of whether rankings mean anything
     */
    record Summed(Results results, List<ChangedAnswer> changed, List<GateRow> signals) {}

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
        Unreduced unreduced = Compared.unreduced(plan).map(this::answers).orElseGet(Unreduced::none);
        YesNoQuestions yesNo = YesNoQuestions.of(plan.dataset(), plan.onError());
        ChangedAnswers changed = new ChangedAnswers(unreduced);
        Set<String> unknownWords = new LinkedHashSet<>();
        QuestionScores scores = new QuestionScores(Compared.names(plan), unreduced.images());
        List<ArmResult> arms = new ArrayList<>();
        List<TypeResult> types = new ArrayList<>();
        for (int place = 0; place < plan.arms().size(); place++) {
            int arm = place;
            ArmTally tally = new ArmTally(plan.arms().get(arm), unreduced, yesNo, geometry, bytesPerNumber);
            try (Stream<AnswerRecord> records = book.records(plan.arms().get(arm))) {
                records.peek(one -> unknownWords.addAll(one.unknownWords()))
                        .peek(changed::add)
                        .peek(one -> scores.add(arm, one))
                        .forEach(tally::add);
            }
            arms.add(tally.result());
            types.addAll(tally.types());
        }
        ImageScores all = scores.all();
        Judgement judgement = Judgement.of(all, Compared.family(plan), plan.seed());
        Results results = new Results(
                Results.SCHEMA,
                withIntervals(arms, judgement.accuracies()),
                geometry.vision().visualTokens(),
                List.copyOf(unknownWords),
                scores.isTyped() ? withIntervals(types, scores) : List.of(),
                Optional.of(judgement.statistics()),
                judgement.pairs(),
                judgement.gains(),
                TriedLayers.horizons(TriedLayers.of(plan), judgement.rankings()),
                parts(scores),
                List.of(),
                plan.controls(),
                Optional.empty());
        return new Summed(results, changed.sample(plan.dataset(), plan.onError()), SignalRows.of(plan, all));
    }

    private List<PartResult> parts(QuestionScores scores) {
        List<String> names = Compared.names(plan);
        List<PartResult> parts = new ArrayList<>(VisionParts.of(names, scores, plan.seed()));
        Compared.unreduced(plan)
                .flatMap(whole -> Compared.downSampled(plan)
                        .map(smaller -> DownsamplingParts.of(
                                names,
                                scores,
                                plan.arms().indexOf(whole),
                                plan.arms().indexOf(smaller),
                                plan.seed())))
                .ifPresent(parts::addAll);
        return parts;
    }

    private static List<ArmResult> withIntervals(List<ArmResult> arms, List<Estimate> accuracies) {
        return IntStream.range(0, arms.size())
                .mapToObj(arm -> arms.get(arm).with(accuracies.get(arm)))
                .toList();
    }

    private List<TypeResult> withIntervals(List<TypeResult> types, QuestionScores scores) {
        Map<String, List<Estimate>> byType = new HashMap<>();
        return types.stream()
                .map(one -> one.with(byType.computeIfAbsent(
                                one.type(), type -> Judgement.accuracies(scores.ofType(type), plan.seed()))
                        .get(Compared.names(plan).indexOf(one.arm()))))
                .toList();
    }

    private Unreduced answers(ArmPlan arm) {
        try (Stream<AnswerRecord> records = book.records(arm)) {
            return Unreduced.of(records);
        }
    }
}
