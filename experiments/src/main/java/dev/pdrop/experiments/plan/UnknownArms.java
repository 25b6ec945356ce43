// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.config.Overlay;
import java.util.List;
import java.util.Optional;

/**
 * Finds flags that set something inside an arm that does not exist.
 *
 * <p>{@code --set arms.NAME=METHOD} makes an arm; {@code --set arms.NAME.schedule.keep=9} means one that is there.
 */
final class UnknownArms {

    private UnknownArms() {}

    /** The configuration without such arms, each of them a problem. */
    static ConfigObject rejected(
            ConfigObject laid, ConfigObject file, List<ConfigOverride> overrides, ConfigProblems problems) {
        Optional<ConfigObject> known = Overlay.object(file, ExperimentReader.ARMS);
        Optional<ConfigObject> arms = Overlay.object(laid, ExperimentReader.ARMS);
        if (known.isEmpty() || arms.isEmpty()) {
            return laid;
        }
        ConfigObject kept = arms.get();
        for (ConfigOverride override : overrides) {
            List<String> path = override.path();
            if (path.size() < 3 || !path.get(0).equals(ExperimentReader.ARMS)) {
                continue;
            }
            String name = path.get(1);
            if (!known.get().containsKey(name) && !isMethod(arms.get(), name)) {
                kept = kept.withoutKey(name);
                problems.add(
                        override.value().origin(),
                        ConfigUtil.joinPath(path),
                        "unknown arm '" + name + "'; "
                                + NearestName.hint(name, known.get().keySet(), "known arms"));
            }
        }
        return laid.withValue(ExperimentReader.ARMS, kept);
    }

    private static boolean isMethod(ConfigObject arms, String name) {
        Optional<ConfigObject> arm = Overlay.object(arms, name);
        return arm.flatMap(block -> Overlay.string(block, ConfigGroup.METHOD.referenceKey()))
                .or(() -> arm.flatMap(block -> Overlay.object(block, MethodResolver.SCHEDULE))
                        .flatMap(schedule -> Overlay.string(schedule, Overlay.USE)))
                .isPresent();
    }
}
