// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The top level of an experiment file; its blocks are bound by others.
 *
 * @param name begins the name of the run folder
 * @param question what is asked, in free text
 * @param seed all randomness derives from it
 * @param backbone the model's block
 * @param dataset the data set's block
 * @param decoding how answers are decoded
 * @param batchSize examples run together at most
 * @param engine how the work is organised
 * @param onError what becomes of an example that cannot be asked
 * @param output the folder that holds run folders
 * @param arms the arms' blocks by name
 * @param axes values to expand arms over
 * @param controls which control arms are attached; none if absent, as in settings from before there were any
 * @param contrasts which arms are held against each other; absent if that is left to the rule
 * @param tracking where a run is followed from outside
 * @param measure how arms are timed; absent if they are not
 * @param diagnose on how many questions what arms keep is looked at; absent if it is not
 */
record ExperimentSettings(
        String name,
        String question,
        long seed,
        Config backbone,
        Config dataset,
        Decoding decoding,
        int batchSize,
        EngineSettings engine,
        OnError onError,
        Path output,
        Map<String, Config> arms,
        Optional<Config> axes,
        Optional<ConfigValue> controls,
        Optional<Config> contrasts,
        Optional<TrackingSettings> tracking,
        Optional<MeasureSettings> measure,
        Optional<DiagnoseSettings> diagnose) {

    /** Checks ranges. */
    ExperimentSettings {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "name must be letters, digits and . _ - since it names a folder, was '" + name + "'");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch-size must be at least 1, was " + batchSize);
        }
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("arms must hold at least one arm, was empty");
        }
    }
}
