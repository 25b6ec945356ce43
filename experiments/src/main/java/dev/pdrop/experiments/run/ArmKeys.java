// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.Method;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plugin.GivenRanker;
import dev.pdrop.experiments.plugin.PluginOrigin;
import dev.pdrop.spi.Backbone;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The key under which an arm's records are kept: a hash of all that decides its numbers.
 *
 * <p>Goes in: the resolved method, the name of the arm, the model's settings and files, the data set's settings and
 * files, the prompt, the metric, decoding, batch size, sharing, seed, the code of this module, of the engine and of the
 * plugins that the arm uses, and what the loaded model says of itself, versions of its libraries included. The code of
 * a plugin from outside is its jar and every other jar in the same folder, which are its libraries. A ranker that a
 * program made itself goes in as the object that it is, since nothing names its code. The name goes in because the
 * random numbers of an arm derive from it, and only the plugin knows whether it draws any. The number of threads goes
 * in because it decides the last digits of log-probabilities.
 *
 * <p>Stays out: where files lie, how many examples are asked, where output goes and what the other arms are.
 */
final class ArmKeys {

    /** The fact of a model that does not decide numbers: what its folder is called. */
    private static final String NEUTRAL_FACT = "model";

    private static final int LABEL_NAMES = 4;

    private final Map<String, String> keys = new HashMap<>();
    private final Map<Path, String> places = new HashMap<>();

    /**
     * The keys of a plan's arms.
     *
     * @param plan the plan
     * @param content its settings and files
     * @param facts what the loaded model says of itself
     */
    ArmKeys(ExperimentPlan plan, PlanContent content, Map<String, String> facts) {
        Map<String, String> decisive = new TreeMap<>(facts);
        decisive.remove(NEUTRAL_FACT);
        String common = new Digest()
                .text(content.backbone())
                .text(decisive.toString())
                .text(content.source())
                .text(plan.dataset().prompt())
                .text(content.metric())
                .text(plan.decoding().toString())
                .text(Integer.toString(plan.batchSize()))
                .text(plan.engine().toString())
                .text(Long.toString(plan.seed()))
                .hex();
        for (ArmPlan arm : plan.arms()) {
            Digest digest = new Digest().text(common).text(arm.name()).text(content.method(arm));
            code(plan, arm).forEach(digest::text);
            arm.ranking().ifPresent(ranker -> {
                if (ranker instanceof GivenRanker given) {
                    digest.text(given.identity());
                }
            });
            keys.put(arm.name(), digest.hex());
        }
    }

    /** The key of one arm. */
    String of(ArmPlan arm) {
        return Objects.requireNonNull(keys.get(arm.name()), "the plan has no arm " + arm.name());
    }

    /** The keys of all arms. */
    Set<String> all() {
        return Set.copyOf(keys.values());
    }

    /** Hash of each jar or class folder of engine and plugins, by file name. */
    Map<String, String> jars() {
        Map<String, String> jars = new TreeMap<>();
        places.forEach((place, hash) -> jars.put(label(place), hash));
        return jars;
    }

    /** Hashes of the code that an arm runs through, sorted: where it lies does not count. */
    private List<String> code(ExperimentPlan plan, ArmPlan arm) {
        Stream<Object> plugins = Stream.of(
                plan.backbone().factory(),
                plan.dataset().source().factory(),
                plan.dataset().metric().factory());
        Stream<Object> method = Stream.concat(arm.scheduling().stream(), arm.ranking().stream());
        Stream<Class<?>> classes = Stream.concat(
                Stream.of(ArmKeys.class, Backbone.class, Method.class),
                Stream.concat(plugins, method).map(Object::getClass));
        return classes.flatMap(ArmKeys::code)
                .distinct()
                .map(place -> places.computeIfAbsent(place, CodeContent::hash))
                .sorted()
                .toList();
    }

    /** Where a class lies, and if that is a jar from outside, the libraries beside it. */
    private static Stream<Path> code(Class<?> type) {
        Stream<Path> beside = PluginOrigin.outsideJar(type).isEmpty()
                ? Stream.of()
                : place(type).map(Path::getParent).stream().flatMap(folder -> CodeContent.jarsIn(folder).stream());
        return Stream.concat(place(type).stream(), beside);
    }

    /** A jar by its name; a folder of classes, which many modules call alike, with the folders around it. */
    private static String label(Path place) {
        int names = place.getNameCount();
        int shown = Files.isDirectory(place) ? Math.min(LABEL_NAMES, names) : 1;
        return place.subpath(names - shown, names).toString().replace('\\', '/');
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
