// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.train.data.PatchWeights;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.experiments.train.optimiser.OptimiserSettings;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Parameter.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A stage that can be run.
 *
 * @param kind what it teaches
 * @param budget how long it lasts
 * @param batchSize images of a step
 * @param questions of one image in a sequence at most
 * @param turns how these stand to each other
 * @param learn the parts that change
 * @param properties of patches that are learnt; empty for all, but the linear ones
 * @param linearProperties of patches that are read off projected features by a linear map
 * @param linearFrom share of the steps from which these are read; 0 for all, 1 for none
 * @param patches how much each patch counts
 * @param alignment weight of what patches show beside the answers, at the beginning
 * @param tower weight of what the tower is asked to hold beside the answers, all the time
 * @param phases what is read, in order; at least one
 * @param reduction by which method visual tokens are reduced; empty for not at all
 * @param optimiser how weights change
 * @param evaluateEvery steps between two looks at the validation questions; 0 for none but at the end
 * @param checkpointEvery steps between two checkpoints
 */
public record StagePlan(
        StageKind kind,
        Budget budget,
        int batchSize,
        int questions,
        Turns turns,
        Set<Part> learn,
        Optional<List<String>> properties,
        List<String> linearProperties,
        double linearFrom,
        PatchWeights patches,
        double alignment,
        double tower,
        List<Phase> phases,
        Optional<ArmPlan> reduction,
        OptimiserSettings optimiser,
        int evaluateEvery,
        int checkpointEvery) {

    /**
     * A part of the steps.
     *
     * @param until share of the steps at which it ends; 1 for the last
     * @param dataset what is read
     */
    public record Phase(double until, PluginBlock<?, Dataset> dataset) {}

    /** Copies the collections. */
    public StagePlan {
        learn = Set.copyOf(learn);
        properties = properties.map(List::copyOf);
        linearProperties = List.copyOf(linearProperties);
        phases = List.copyOf(phases);
    }

    /**
     * How many questions about an image share a sequence at most; empty if no answers are learnt, or without a limit.
     */
    public Optional<Integer> questionsTogether() {
        return kind.answers() && questions < Integer.MAX_VALUE ? Optional.of(questions) : Optional.empty();
    }

    /** The number of the phase of a step. */
    public int phase(int step, int steps) {
        int phase = 0;
        while (phase < phases.size() - 1 && step >= phases.get(phase).until() * steps) {
            phase++;
        }
        return phase;
    }
}
