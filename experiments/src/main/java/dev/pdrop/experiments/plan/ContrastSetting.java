// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.config.Overlay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads which arms an experiment asks to be held against each other: {@code contrasts { a = [b, c] }} is a against b
 * and a against c. Said before the run, so that only what is asked is corrected for.
 */
final class ContrastSetting {

    static final String KEY = "contrasts";

    private final ConfigProblems problems;
    private final Set<String> arms;

    /**
     * A reader.
     *
     * @param arms names of all arms, attached controls among them
     */
    ContrastSetting(Set<String> arms, ConfigProblems problems) {
        this.arms = arms;
        this.problems = problems;
    }

    /**
     * The contrasts, in the order of their names; each pair once.
     *
     * @param setting the block; absent where the experiment leaves it to the rule
     */
    Optional<List<Difference>> read(Optional<ConfigObject> setting) {
        return setting.map(block -> {
            List<Difference> contrasts = new ArrayList<>();
            for (String arm : new TreeSet<>(block.keySet())) {
                ConfigValue others = Overlay.value(block, arm);
                if (known(arm, KEY, others)) {
                    read(arm, others, contrasts);
                }
            }
            return contrasts;
        });
    }

    private void read(String arm, ConfigValue others, List<Difference> contrasts) {
        String path = ConfigUtil.joinPath(KEY, arm);
        if (!(others instanceof ConfigList list) || list.isEmpty()) {
            problems.add(
                    others.origin(),
                    path,
                    "expected a list of the arms that it is held against, found " + ConfigText.inline(others));
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            ConfigValue value = list.get(i);
            String at = path + "[" + i + "]";
            String other = value.valueType() == ConfigValueType.STRING ? (String) value.unwrapped() : "";
            if (other.isEmpty()) {
                problems.add(value.origin(), at, "expected the name of an arm, found " + ConfigText.inline(value));
            } else if (known(other, at, value)) {
                add(arm, other, at, value, contrasts);
            }
        }
    }

    private void add(String arm, String other, String at, ConfigValue value, List<Difference> contrasts) {
        if (arm.equals(other)) {
            problems.add(value.origin(), at, "expected another arm than '" + arm + "' itself, found it; leave it out");
            return;
        }
        Difference contrast = new Difference(arm, other);
        if (contrasts.contains(contrast) || contrasts.contains(contrast.reversed())) {
            problems.add(
                    value.origin(),
                    at,
                    "expected each pair once, found '" + arm + "' against '" + other + "' again; leave one out");
            return;
        }
        contrasts.add(contrast);
    }

    private boolean known(String arm, String at, ConfigValue value) {
        if (!arms.contains(arm)) {
            problems.add(value.origin(), at, "unknown arm '" + arm + "'; " + NearestName.hint(arm, arms, "known arms"));
        }
        return arms.contains(arm);
    }
}
