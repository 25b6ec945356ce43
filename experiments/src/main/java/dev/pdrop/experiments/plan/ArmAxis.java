// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Values to expand an arm over.
 *
 * @param arm the arm's name
 * @param path the setting inside the arm
 * @param values at least one
 */
record ArmAxis(String arm, List<String> path, ConfigList values) {

    /**
     * Reads the block {@code axes}: paths that begin with an arm's name, each with a list of values; in order of lines,
     * then of paths.
     */
    static List<ArmAxis> read(ConfigObject axes, Set<String> arms, ConfigProblems problems) {
        List<ArmAxis> read = new ArrayList<>();
        collect(List.of(), axes, arms, read, problems);
        read.sort(Comparator.comparing(ArmAxis::location).thenComparing(axis -> String.join(".", axis.path)));
        return read;
    }

    private static void collect(
            List<String> above, ConfigObject block, Set<String> arms, List<ArmAxis> read, ConfigProblems problems) {
        new TreeMap<>(block).forEach((key, value) -> {
            String shown = ExperimentReader.AXES + "." + ConfigUtil.quoteString(key);
            List<String> path = new ArrayList<>(above);
            try {
                path.addAll(ConfigUtil.splitPath(key));
            } catch (ConfigException e) {
                problems.add(
                        value.origin(),
                        shown,
                        "expected ARM.SETTING, found '" + key
                                + "'; put a name with special characters in quotes: \"\\\"fastv K=2\\\".schedule.keep\"");
                return;
            }
            if (value instanceof ConfigObject nested) {
                collect(path, nested, arms, read, problems);
            } else {
                String wrong = wrong(path, value, arms);
                if (wrong.isEmpty()) {
                    read.add(new ArmAxis(path.get(0), path.subList(1, path.size()), (ConfigList) value));
                } else {
                    problems.add(value.origin(), shown, wrong);
                }
            }
        });
    }

    private static String wrong(List<String> path, ConfigValue value, Set<String> arms) {
        if (!(value instanceof ConfigList values) || values.isEmpty()) {
            return "expected a list of at least one value, found " + value.render();
        }
        if (path.size() < 2) {
            return "expected ARM.SETTING, such as pyramid-drop.schedule.lambda, found no setting";
        }
        return arms.contains(path.get(0))
                ? ""
                : "unknown arm '" + path.get(0) + "'; " + NearestName.hint(path.get(0), arms, "known arms");
    }

    /** Where the values stand. */
    SourceLocation location() {
        return SourceLocation.of(values.origin());
    }

    /** The arm with the setting at one of the values. */
    ArmSource at(ConfigValue value, ArmSource source, String label) {
        ConfigValue nested = value;
        for (int i = path.size() - 1; i >= 0; i--) {
            nested = ConfigFactory.empty().root().withValue(path.get(i), nested).withOrigin(value.origin());
        }
        return new ArmSource(
                source.name() + " " + label + "=" + text(value),
                source.path(),
                Overlay.over((ConfigObject) nested, source.block()),
                source.location());
    }

    /** The last elements of the path. */
    String suffix(int elements) {
        return String.join(".", path.subList(Math.max(0, path.size() - elements), path.size()));
    }

    private static String text(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list.stream().map(ArmAxis::text).collect(Collectors.joining("-"));
        }
        boolean scalar = value.valueType() != ConfigValueType.OBJECT && value.valueType() != ConfigValueType.NULL;
        return scalar ? ConfigText.scalar(value) : value.valueType().name().toLowerCase(java.util.Locale.ROOT);
    }
}
