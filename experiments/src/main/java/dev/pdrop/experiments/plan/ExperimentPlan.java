// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.Config;
import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Geometry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An experiment, read and checked: everything that is decided before a model is loaded.
 *
 * @param source the experiment file, or the name under which it was found
 * @param name letters, digits and {@code . _ -}; begins the name of the run folder
 * @param question what is asked, in free text
 * @param seed all randomness derives from it
 * @param backbone the model
 * @param geometry the sizes of that model, read without its weights
 * @param dataset the questions
 * @param decoding how answers are decoded
 * @param batchSize examples run together at most, at least 1
 * @param engine how the work is organised
 * @param onError what becomes of an example that cannot be asked
 * @param output the folder that holds run folders, absolute
 * @param arms in file order, at least one, and behind them the attached controls; each fits the model
 * @param controls which arms are controls of which, and which ones could not be had
 * @param contrasts arms that the experiment asks to be held against each other; absent if that is left to the rule
 * @param tracking where the run is followed from outside; absent if nobody is told
 * @param measure how arms are timed behind the answers; absent if they are not
 * @param diagnose on how many questions what arms keep is looked at behind the answers; absent if it is not
 * @param settings the top-level settings as they hold, blocks, arms and axes left out; values keep their origins
 */
public record ExperimentPlan(
        String source,
        String name,
        String question,
        long seed,
        PluginBlock<?, Backbone> backbone,
        Geometry geometry,
        DatasetPlan dataset,
        Decoding decoding,
        int batchSize,
        EngineSettings engine,
        OnError onError,
        Path output,
        List<ArmPlan> arms,
        Controls controls,
        Optional<List<Difference>> contrasts,
        Optional<TrackingSettings> tracking,
        Optional<MeasureSettings> measure,
        Optional<DiagnoseSettings> diagnose,
        Config settings) {

    /** Copies the lists. */
    public ExperimentPlan {
        arms = List.copyOf(arms);
        contrasts = contrasts.map(List::copyOf);
    }

    /** How often each question is asked, all arms and their replicates together. */
    public int asked() {
        return arms.stream().mapToInt(ArmPlan::replicates).sum();
    }

    /** The model before its weights are read. */
    public UnopenedModel model() {
        return new UnopenedModel(backbone, geometry);
    }

    /**
     * The experiment with everything resolved, as HOCON in which each value names its origin: groups, defaults,
     * overrides and axes are laid out and paths are absolute, so that this text alone gives an equal plan.
     */
    public String effectiveText() {
        return EffectiveText.of(this);
    }
}
