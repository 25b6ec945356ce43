// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import dev.pdrop.engine.Method;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.spi.Backbone;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The key under which an arm's records are kept: a hash of all that decides its numbers.
 *
 * <p>Goes in: the resolved method, the name of the arm (random numbers depend on it), the model's settings and files,
 * the data set's settings and files, the prompt, the metric, decoding, batch size, seed, and the code of engine and
 * plugins. Stays out: how many examples are asked, where output goes, and what the other arms are.
 */
final class ArmKeys {

    private static final ConfigRenderOptions CANONICAL = ConfigRenderOptions.concise();

    private final String model;
    private final String data;
    private final Map<String, String> jars;
    private final String common;

    ArmKeys(ExperimentPlan plan) {
        model = files(plan.backbone());
        data = files(plan.dataset().source());
        jars = jars(plan);
        common = new Digest()
                .text(canonical(plan.backbone().effective()))
                .text(model)
                .text(canonical(plan.dataset().source().effective()))
                .text(data)
                .text(plan.dataset().prompt())
                .text(canonical(plan.dataset().metric().effective()))
                .text(plan.decoding().toString())
                .text(Integer.toString(plan.batchSize()))
                .text(Long.toString(plan.seed()))
                .text(jars.toString())
                .hex();
    }

    /** The key of one arm. */
    String of(ArmPlan arm) {
        return new Digest()
                .text(common)
                .text(arm.name())
                .text(canonical(arm.config()))
                .hex();
    }

    /** Hash of the model's files. */
    String model() {
        return model;
    }

    /** Hash of the data set's files. */
    String data() {
        return data;
    }

    /** Hash of each jar or class folder of engine and plugins, by file name. */
    Map<String, String> jars() {
        return jars;
    }

    /** The settings as text that does not depend on where values stand. */
    static String canonical(Config config) {
        return config.root().render(CANONICAL);
    }

    private static String files(PluginBlock<?, ?> block) {
        Digest digest = new Digest();
        for (RecordComponent component : block.config().getClass().getRecordComponents()) {
            path(component, block.config())
                    .ifPresent(path -> digest.text(component.getName()).content(path));
        }
        return digest.hex();
    }

    private static Optional<Path> path(RecordComponent component, Record config) {
        try {
            component.getAccessor().setAccessible(true);
            Object value = component.getAccessor().invoke(config);
            Object unwrapped = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            return unwrapped instanceof Path path ? Optional.of(path) : Optional.empty();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component + " of " + config, e);
        }
    }

    private static Map<String, String> jars(ExperimentPlan plan) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        classes.add(Backbone.class);
        classes.add(Method.class);
        classes.add(plan.backbone().factory().getClass());
        classes.add(plan.dataset().source().factory().getClass());
        classes.add(plan.dataset().metric().factory().getClass());
        for (ArmPlan arm : plan.arms()) {
            classes.add(arm.method().scheduler().getClass());
            arm.method().ranker().ifPresent(ranker -> classes.add(ranker.getClass()));
        }
        Set<Path> places = new LinkedHashSet<>();
        classes.forEach(type -> place(type).ifPresent(places::add));
        Map<String, String> hashes = new TreeMap<>();
        places.forEach(place ->
                hashes.put(place.toString(), new Digest().content(place).hex()));
        return hashes;
    }

    private static Optional<Path> place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not a place for classes: " + source.getLocation(), e);
        }
    }
}
