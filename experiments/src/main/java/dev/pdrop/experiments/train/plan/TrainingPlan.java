// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.plan.TrackingSettings;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.ModelStarter;
import dev.pdrop.spi.TrainableBackbone.StoredFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
 * @param contents hashes of the files that data sets are read from, by the path of their blocks, as they were when the
 *     plan was made; without those of files that cannot be read
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
        Config settings,
        Map<String, String> contents) {

    private static final String TEST = "test";
    private static final String CONTENTS = " (contents)";
    private static final String TURNS = ".turns";
    private static final String APART = ConfigText.inline(ConfigValueFactory.fromAnyRef(Turns.APART.label()));

    /** Settings of the folder that the model is stored in. */
    private static final Set<String> STORED = Set.of("format", "purpose");

    /** Settings that change nothing about what comes out. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("output", "log-every", "data-threads", "threads", "divergence", "tracking");

    /** Copies the stages. */
    public TrainingPlan {
        stages = List.copyOf(stages);
        contents = Map.copyOf(contents);
    }

    /** What the weights follow from: each setting by its path, as it is written, and hashes of files that are read. */
    public Map<String, String> decisive() {
        Map<String, String> all = settingsWhere(path -> !WITHOUT_EFFECT.contains(top(path))
                && !STORED.contains(top(path))
                && !top(path).equals(TEST)
                && !path.endsWith(".checkpoint-every"));
        contents.forEach((path, hash) -> {
            if (!top(path).equals(TEST)) {
                all.put(path + CONTENTS, hash);
            }
        });
        return all;
    }

    /** What decides the test questions, likewise. */
    public Map<String, String> tested() {
        Map<String, String> all = settingsWhere(path -> top(path).equals(TEST));
        Optional.ofNullable(contents.get(TEST)).ifPresent(hash -> all.put(TEST + CONTENTS, hash));
        return all;
    }

    /**
     * What differs between two such maps, by path. A hash that only one of them knows, since a file is gone or an older
     * pdrop knew none, differs in nothing, and what is apart need not say so.
     */
    public static Set<String> changes(Map<String, String> before, Map<String, String> now) {
        Set<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(now.keySet());
        paths.removeIf(path -> Objects.equals(known(path, before, now), known(path, now, before)));
        return paths;
    }

    private static @Nullable String known(String path, Map<String, String> own, Map<String, String> other) {
        String value = own.get(path);
        if (value != null) {
            return value;
        }
        if (path.endsWith(CONTENTS)) {
            return other.get(path);
        }
        return path.endsWith(TURNS) ? APART : null;
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
