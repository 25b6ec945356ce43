// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.gates.SignalGate;
import dev.pdrop.engine.statistics.Analysis;
import dev.pdrop.engine.statistics.Comparison;
import dev.pdrop.engine.statistics.Contrast;
import dev.pdrop.engine.statistics.ImageScores;
import dev.pdrop.engine.statistics.Resampling;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.Controls;
import dev.pdrop.experiments.plan.ExperimentPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the answers of a run say of whether its rankings mean anything: each arm's ranking reversed against random
 * choice, where the run has both controls. Corrected for all arms together.
 */
final class SignalRows {

    private static final String REVERSED = "bottom-k";
    private static final String RANDOM = "random";

    private SignalRows() {}

    /**
     * A row for each arm that has both controls.
     *
     * @param scores of all arms
     */
    static List<GateRow> of(ExperimentPlan plan, ImageScores scores) {
        Map<String, Contrast> family = new LinkedHashMap<>();
        for (ArmPlan arm : plan.arms()) {
            Optional<String> reversed = control(plan.controls(), REVERSED, arm);
            Optional<String> random = control(plan.controls(), RANDOM, arm);
            if (reversed.isPresent() && random.isPresent()) {
                family.put(arm.name(), new Contrast.Difference(reversed.get(), random.get()));
            }
        }
        if (family.isEmpty()) {
            return List.of();
        }
        List<Comparison> comparisons =
                new Analysis(scores, Resampling.standard(plan.seed())).compare(List.copyOf(family.values()));
        List<GateRow> rows = new ArrayList<>();
        List<String> arms = List.copyOf(family.keySet());
        for (int place = 0; place < arms.size(); place++) {
            rows.add(GateRow.of(SignalGate.of(arms.get(place), comparisons.get(place))));
        }
        return rows;
    }

    /** Controls of all arms, of which none ranks, are not meant. */
    private static Optional<String> control(Controls controls, String kind, ArmPlan arm) {
        return controls.arms().stream()
                .filter(one -> one.control().equals(kind) && one.of().contains(arm.name()))
                .map(Controls.ControlArm::arm)
                .findFirst();
    }
}
