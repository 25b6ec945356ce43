// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what a short name of a setting stands for in an experiment.
 *
 * @param plan the experiment as it is
 * @param declared the names of its arms before axes were expanded
 * @param swept settings of arms that have several values already, as {@code axes} writes them
 */
record SettingPaths(ExperimentPlan plan, Set<String> declared, Set<String> swept) {

    private static final String ARMS = "arms";
    private static final String AXES = "axes";

    /** Where a setting of an arm may stand, by its last name. */
    private static final List<String> PLACES = List.of("", "schedule.", "ranker.");

    /** Blocks that are no plain settings of an experiment, and may be set into all the same. */
    private static final Set<String> BLOCKS = Set.of("backbone", "dataset", ARMS, AXES);

    /** A setting of an arm. */
    private record ArmSetting(String arm, String path) {

        String key() {
            return ConfigUtil.quoteString(arm) + "." + path;
        }
    }

    /**
     * Of an experiment.
     *
     * @param groups find its file
     * @param file its file or name
     * @param overrides laid over it
     * @param plan what it came to
     */
    static SettingPaths of(ConfigGroups groups, String file, List<String> overrides, ExperimentPlan plan) {
        ConfigObject root = groups.parse(ConfigGroup.EXPERIMENT, file).root();
        for (String override : overrides) {
            root = Overlay.over(ConfigOverride.parse(override).toObject(), root);
        }
        return new SettingPaths(plan, keys(root, ARMS), keys(root, AXES));
    }

    private static Set<String> keys(ConfigObject root, String block) {
        return Overlay.object(root, block)
                .<Set<String>>map(inner -> new LinkedHashSet<>(inner.keySet()))
                .orElseGet(Set::of);
    }

    /**
     * What to lay over the experiment, {@code path=value} each.
     *
     * @throws InvalidConfigException if there is no such setting
     */
    List<String> overrides(String setting, List<Object> values) {
        List<ArmSetting> found = ofArms(setting);
        if (!found.isEmpty()) {
            return found.stream().map(one -> override(one, values)).toList();
        }
        requireKnown(setting);
        if (values.size() > 1) {
            throw wrong("expected one value for " + setting + ", which holds for the whole experiment, found "
                    + values.size() + "; only settings of arms can have several, an arm each");
        }
        return List.of(setting + "=" + SettingValue.text(values.get(0)));
    }

    private String override(ArmSetting setting, List<Object> values) {
        Optional<String> axis = swept.stream()
                .filter(key -> path(key).equals(path(setting.key())))
                .findFirst();
        if (values.size() == 1 && axis.isEmpty()) {
            return ARMS + "." + setting.key() + "=" + SettingValue.text(values.get(0));
        }
        return AXES + "." + ConfigUtil.quoteString(axis.orElseGet(setting::key)) + "=" + SettingValue.text(values);
    }

    /** One setting for each declared arm that has it, whether it is named or the only thing that is. */
    private List<ArmSetting> ofArms(String setting) {
        List<String> elements = path(setting);
        Optional<String> named =
                elements.stream().limit(1).filter(declared::contains).findFirst();
        String inside = named.isPresent()
                ? elements.stream().skip(1).map(ConfigUtil::quoteString).collect(Collectors.joining("."))
                : setting;
        List<ArmSetting> found = new ArrayList<>();
        for (ArmPlan arm : plan.arms()) {
            source(arm)
                    .filter(source -> named.map(source::equals).orElse(true))
                    .flatMap(source -> place(arm.config(), inside).map(path -> new ArmSetting(source, path)))
                    .filter(one -> !found.contains(one))
                    .ifPresent(found::add);
        }
        // What an arm does not say, such as how often it asks, whoever reads the experiment knows.
        named.filter(arm -> found.isEmpty() && !inside.isEmpty())
                .ifPresent(arm -> found.add(new ArmSetting(arm, inside)));
        return found;
    }

    private static Optional<String> place(Config arm, String setting) {
        return setting.isEmpty()
                ? Optional.empty()
                : PLACES.stream()
                        .map(place -> place + setting)
                        .filter(arm::hasPath)
                        .findFirst();
    }

    /** The declared arm that an arm was made of; none for an attached control. */
    private Optional<String> source(ArmPlan arm) {
        if (plan.controls().attached(arm.name())) {
            return Optional.empty();
        }
        return declared.stream()
                .filter(name -> arm.name().equals(name) || arm.name().startsWith(name + " "))
                .max(Comparator.comparingInt(String::length));
    }

    private void requireKnown(String setting) {
        Set<String> known = new TreeSet<>(BLOCKS);
        known.addAll(plan.settings().root().keySet());
        String first = path(setting).get(0);
        if (known.contains(first)) {
            return;
        }
        plan.arms().stream()
                .flatMap(arm -> Stream.of("schedule", "ranker")
                        .filter(arm.config()::hasPath)
                        .flatMap(block -> arm.config().getObject(block).keySet().stream()))
                .filter(key -> !key.equals(Overlay.USE))
                .forEach(known::add);
        known.addAll(declared);
        throw wrong("expected a setting of the experiment or of an arm, found '" + setting + "'; "
                + NearestName.hint(first, known, "known settings"));
    }

    private List<String> path(String setting) {
        try {
            return ConfigUtil.splitPath(setting);
        } catch (ConfigException e) {
            throw wrong("expected a setting such as lambda or pyramid-drop.schedule.lambda, found '" + setting
                    + "'; put a name with special characters in double quotes");
        }
    }

    private InvalidConfigException wrong(String message) {
        return new InvalidConfigException(new SourceLocation(plan.source(), 0), "", message);
    }
}
