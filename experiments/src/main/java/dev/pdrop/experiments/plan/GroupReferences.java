// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.SourceLocation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the references that {@link NamedBlocks} spells out. A file that many blocks refer to is read once: one object
 * serves one reading of an experiment.
 */
final class GroupReferences {

    private final ConfigGroups groups;
    private final Map<ConfigGroup, Map<String, ConfigObject>> files = new HashMap<>();

    GroupReferences(ConfigGroups groups) {
        this.groups = groups;
    }

    /**
     * Replaces the reference of a block by the file's settings, laying the block's own over them.
     *
     * @return the block without a reference; empty if there was a problem
     */
    Optional<ConfigObject> follow(ConfigGroup group, ConfigObject block, String path, ConfigProblems problems) {
        ConfigObject merged = block;
        Set<String> followed = new HashSet<>();
        while (merged.containsKey(group.referenceKey())) {
            ConfigValue reference = Overlay.value(merged, group.referenceKey());
            Optional<String> name = Overlay.string(merged, group.referenceKey());
            if (name.isEmpty() || !followed.add(name.get())) {
                problems.add(
                        reference.origin(),
                        path,
                        name.isEmpty()
                                ? "expected the name of a " + group.folder() + ", found " + reference.render()
                                : group.folder() + " '" + name.get() + "' refers to itself; break the circle");
                return Optional.empty();
            }
            try {
                ConfigObject file = file(group, name.get(), SourceLocation.of(reference.origin()), path);
                merged = Overlay.over(merged.withoutKey(group.referenceKey()), file);
            } catch (InvalidConfigException e) {
                problems.addAll(e);
                return Optional.empty();
            }
        }
        return Optional.of(merged);
    }

    private ConfigObject file(ConfigGroup group, String name, SourceLocation askedAt, String path) {
        Map<String, ConfigObject> known = files.computeIfAbsent(group, any -> new HashMap<>());
        ConfigObject file = known.get(name);
        if (file == null) {
            file = groups.find(group, name, askedAt, path).parse().resolve().root();
            known.put(name, file);
        }
        return file;
    }
}
