// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.SourceLocation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names that stand for files: {@code backbone = NAME}, {@code dataset = NAME} and, under {@code arms}, {@code ARM =
 * METHOD}.
 *
 * <p>In HOCON a block written over a name replaces it, so that {@code --set backbone.device=cuda} would lose the model.
 * A name is therefore spelt out as a block that holds a reference first; then overrides are laid over; then references
 * are followed. A file that many blocks refer to is read once: one object serves one reading of an experiment.
 */
final class GroupReferences {

    private static final List<ConfigGroup> BLOCKS = List.of(ConfigGroup.BACKBONE, ConfigGroup.DATASET);

    private final ConfigGroups groups;
    private final Map<ConfigGroup, Map<String, ConfigObject>> files = new HashMap<>();

    GroupReferences(ConfigGroups groups) {
        this.groups = groups;
    }

    /** Turns names at group keys into blocks with a reference; substitutions that are still open are left. */
    static ConfigObject spellOut(ConfigObject root) {
        ConfigObject spelt = root;
        for (ConfigGroup group : BLOCKS) {
            spelt = spellOut(spelt, group.folder(), group);
        }
        Optional<ConfigObject> arms = Overlay.object(spelt, ExperimentReader.ARMS);
        if (arms.isPresent()) {
            ConfigObject speltArms = arms.get();
            for (String arm : arms.get().keySet()) {
                speltArms = spellOut(speltArms, arm, ConfigGroup.METHOD);
            }
            spelt = spelt.withValue(ExperimentReader.ARMS, speltArms);
        }
        return spelt;
    }

    private static ConfigObject spellOut(ConfigObject object, String key, ConfigGroup group) {
        if (Overlay.string(object, key).isEmpty()) {
            return object;
        }
        ConfigValue name = Overlay.value(object, key);
        ConfigObject reference = ConfigValueFactory.fromMap(Map.of()).withValue(group.referenceKey(), name);
        return object.withValue(key, reference.withOrigin(name.origin()));
    }

    /** Lays an override over a root whose names are spelt out; a name replaces the whole block. */
    static ConfigObject lay(ConfigOverride override, ConfigObject root) {
        ConfigObject below = root;
        List<String> path = override.path();
        if (override.isText()) {
            boolean block = BLOCKS.stream().anyMatch(group -> path.equals(List.of(group.folder())));
            Optional<ConfigObject> arms = Overlay.object(root, ExperimentReader.ARMS);
            if (block) {
                below = root.withoutKey(path.get(0));
            } else if (path.size() == 2 && path.get(0).equals(ExperimentReader.ARMS) && arms.isPresent()) {
                below = root.withValue(ExperimentReader.ARMS, arms.get().withoutKey(path.get(1)));
            }
        }
        return Overlay.over(spellOut(override.toObject()), below);
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
