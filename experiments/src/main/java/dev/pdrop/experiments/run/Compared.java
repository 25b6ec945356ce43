// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.statistics.Contrast.GainOverBest;
import dev.pdrop.experiments.outcome.Family;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import java.util.List;
import java.util.Optional;

/** Which arms of a plan the others are held against. */
final class Compared {

    private Compared() {}

    /** The first arm that drops nothing. */
    static Optional<ArmPlan> unreduced(ExperimentPlan plan) {
        return plan.arms().stream()
                .filter(arm -> arm.unreduced(plan.geometry()))
                .findFirst();
    }

    /** The first arm that is shown smaller pictures and drops nothing. */
    static Optional<ArmPlan> downSampled(ExperimentPlan plan) {
        return plan.arms().stream()
                .filter(arm -> arm.inputScale().isPresent())
                .filter(arm -> arm.planned(plan.geometry()).stages().isEmpty())
                .findFirst();
    }

    /** Names of the reference arms; see {@link Family}. */
    static List<String> references(ExperimentPlan plan) {
        return unreduced(plan).or(() -> plan.arms().stream().findFirst()).map(ArmPlan::name).stream()
                .toList();
    }

    /** Names of all arms. */
    static List<String> names(ExperimentPlan plan) {
        return plan.arms().stream().map(ArmPlan::name).toList();
    }

    /** All that is held against something: pairs, methods against their controls, rankings against random. */
    static Family family(ExperimentPlan plan) {
        List<GainOverBest> gains = names(plan).stream()
                .filter(arm -> !plan.controls().rivals(arm).isEmpty())
                .map(arm -> new GainOverBest(arm, plan.controls().rivals(arm)))
                .toList();
        List<String> declared = names(plan).stream()
                .filter(arm -> !plan.controls().attached(arm))
                .toList();
        Family family = plan.contrasts()
                .map(asked -> Family.asked(names(plan), references(plan), asked))
                .orElseGet(() -> Family.of(names(plan), references(plan), declared));
        return family.with(gains, TriedLayers.pairs(TriedLayers.of(plan)));
    }

    /** How many comparisons each of them is corrected for. */
    static int comparisons(ExperimentPlan plan) {
        return family(plan).contrasts().size();
    }
}
