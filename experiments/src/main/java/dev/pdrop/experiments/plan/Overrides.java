// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code --set} flags of a command. */
public final class Overrides {

    private Overrides() {}

    /** The flags that can be read, in order; the others are added to the problems. */
    public static List<ConfigOverride> parse(List<String> flags, ConfigProblems problems) {
        List<ConfigOverride> overrides = new ArrayList<>();
        for (String flag : flags) {
            try {
                overrides.add(ConfigOverride.parse(flag));
            } catch (InvalidConfigException e) {
                problems.addAll(e);
            }
        }
        return overrides;
    }
}
