// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a plan with every path replaced by a hash of what lies there, so that a model or a data set may be
 * moved or copied and stays the same.
 *
 * <p>Reads each file once.
 */
final class PlanContent {

    private final Map<Path, String> hashes = new HashMap<>();
    private final ExperimentPlan plan;
    private final String model;
    private final String data;

    PlanContent(ExperimentPlan plan) {
        this.plan = plan;
        this.model = files(plan.backbone().effective());
        this.data = files(plan.dataset().source().effective());
    }

    /** Hash of the model's files. */
    String model() {
        return model;
    }

    /** Hash of the data set's files. */
    String data() {
        return data;
    }

    /** The model's settings. */
    String backbone() {
        return text(plan.backbone().effective());
    }

    /** The data set's settings: which questions there are, but neither how many are asked nor in which words. */
    String source() {
        return text(plan.dataset().source().effective());
    }

    /** The metric's settings. */
    String metric() {
        return text(plan.dataset().metric().effective());
    }

    /** The method's settings, and what a budget comes to, which another arm may decide. */
    String method(ArmPlan arm) {
        return text(arm.config()) + arm.budget().map(budget -> arm.schedule()).orElse("");
    }

    /**
     * The run folder: the name of the experiment and a hash of what decides the result.
     *
     * <p>Other code does not make another folder: its records lie beside each other there, told apart by their keys.
     */
    Path folder() {
        Digest digest = new Digest()
                .text(backbone())
                .text(source())
                .text(metric())
                .text(plan.dataset().prompt())
                .text(plan.dataset().limit().map(String::valueOf).orElse("all"))
                .text(plan.decoding().toString())
                .text(Integer.toString(plan.batchSize()))
                .text(plan.engine().toString())
                .text(Long.toString(plan.seed()))
                .text(plan.onError().name());
        // What is held against what does not change an answer; the results are others all the same.
        plan.contrasts().ifPresent(contrasts -> digest.text(contrasts.toString()));
        plan.arms().forEach(arm -> {
            digest.text(arm.name()).text(method(arm));
            // How often an arm asks does not change what it answers; the results are others all the same.
            if (arm.replicates() > 1) {
                digest.text(Integer.toString(arm.replicates()));
            }
        });
        return plan.output().resolve(plan.name() + "-" + digest.hex().substring(0, 8));
    }

    private String text(Config config) {
        return ConfigText.canonical(((ConfigObject) replaced(config.root())).toConfig());
    }

    private String files(Config config) {
        Digest digest = new Digest();
        new TreeMap<>(config.root()).values().forEach(value -> place(value).ifPresent(path -> digest.text(hash(path))));
        return digest.hex();
    }

    private ConfigValue replaced(ConfigValue value) {
        if (value instanceof ConfigObject object) {
            ConfigObject result = object;
            for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
                result = result.withValue(entry.getKey(), replaced(entry.getValue()));
            }
            return result;
        }
        if (value instanceof ConfigList list) {
            return ConfigValueFactory.fromIterable(
                    list.stream().map(this::replaced).toList());
        }
        return place(value)
                .<ConfigValue>map(path -> ConfigValueFactory.fromAnyRef("content " + hash(path)))
                .orElse(value);
    }

    /** Settings hold absolute paths; a text that is one and leads somewhere is one. */
    private static Optional<Path> place(ConfigValue value) {
        if (value.valueType() != ConfigValueType.STRING) {
            return Optional.empty();
        }
        try {
            Path path = Path.of((String) value.unwrapped());
            return path.isAbsolute() && path.getNameCount() > 0 && Files.exists(path)
                    ? Optional.of(path)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private String hash(Path path) {
        return hashes.computeIfAbsent(
                path, unread -> new Digest().content(unread).hex());
    }
}
