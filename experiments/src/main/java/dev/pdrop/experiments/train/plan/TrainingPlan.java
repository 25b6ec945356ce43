// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import com.typesafe.config.Config;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.plan.TrackingSettings;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.ModelStarter;
import dev.pdrop.spi.TrainableBackbone.StoredFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A training that can be run: everything resolved and checked.
 *
 * @param source what was asked for
 * @param name names the folder
 * @param purpose what it is for
 * @param seed all randomness derives from it
 * @param threads of libtorch; as many as it likes if absent
 * @param dataThreads that make batches ahead
 * @param model what begins the model
 * @param backbone the settings of the backbone that trains it, without the model's folder
 * @param prompt what is said to the model
 * @param dataset what is learnt
 * @param validation by which the best weights are chosen
 * @param test by which the result is judged
 * @param stages in the order in which they come, at least one
 * @param divergence how many times its first loss a stage's loss may reach
 * @param format what the result is stored in
 * @param logEvery steps between two lines of the curve
 * @param folder what the training writes
 * @param tracking where the training is followed from outside; absent if nobody is told
 * @param settings every setting as it holds
 */
public record TrainingPlan(
        String source,
        String name,
        String purpose,
        long seed,
        Optional<Integer> threads,
        int dataThreads,
        PluginBlock<?, ModelStarter> model,
        ConfigBlock backbone,
        String prompt,
        PluginBlock<?, Dataset> dataset,
        PluginBlock<?, Dataset> validation,
        PluginBlock<?, Dataset> test,
        List<StagePlan> stages,
        double divergence,
        StoredFormat format,
        int logEvery,
        Path folder,
        Optional<TrackingSettings> tracking,
        Config settings) {

    private static final String TEST = "test";

    /** Settings of the folder that the model is stored in. */
    private static final Set<String> STORED = Set.of("format", "purpose");

    /** Settings that change nothing about what comes out. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("output", "log-every", "data-threads", "threads", "divergence", "tracking");

    /** Copies the stages. */
    public TrainingPlan {
        stages = List.copyOf(stages);
    }

    /** What the weights follow from: each setting by its path, as it is written, and hashes of files that are read. */
    public Map<String, String> decisive() {
        Map<String, String> all = settingsWhere(path -> !WITHOUT_EFFECT.contains(top(path))
                && !STORED.contains(top(path))
                && !top(path).equals(TEST)
                && !path.endsWith(".checkpoint-every"));
        contents("dataset", dataset, all);
        contents("validation", validation, all);
        for (StagePlan stage : stages) {
            List<StagePlan.Phase> phases = stage.phases();
            for (int index = 0; index < phases.size() - 1; index++) {
                String path = "stages." + stage.kind().label() + ".curriculum[" + index + "].dataset";
                contents(path, phases.get(index).dataset(), all);
            }
        }
        return all;
    }

    /** What decides the test questions, likewise. */
    public Map<String, String> tested() {
        Map<String, String> all = settingsWhere(path -> top(path).equals(TEST));
        contents(TEST, test, all);
        return all;
    }

    private static void contents(String path, PluginBlock<?, Dataset> dataset, Map<String, String> all) {
        dataset.create().contents().ifPresent(hash -> all.put(path + " (contents)", hash));
    }

    /** What the folder of the model shows beside weights and test questions, likewise. */
    public Map<String, String> stored() {
        return settingsWhere(path -> STORED.contains(top(path)));
    }

    private Map<String, String> settingsWhere(Predicate<String> wanted) {
        Map<String, String> chosen = new TreeMap<>();
        settings.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .forEach(entry -> chosen.put(entry.getKey(), ConfigText.inline(entry.getValue())));
        return chosen;
    }

    private static String top(String path) {
        return path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
    }
}
