// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.Overlay;
import java.util.List;
import java.util.Map;

/**
 * The blocks of a kind of file for which a name may stand: that of a file of their group, such as {@code backbone =
 * NAME}.
 *
 * <p>In HOCON a block written over a name replaces it, so that {@code --set backbone.device=cuda} would lose the model.
 * A name is therefore spelt out as a block that holds a reference first; then overrides are laid over; then references
 * are followed.
 *
 * @param places where the blocks are
 */
public record NamedBlocks(List<Place> places) {

    /** Any key of a block. */
    private static final String ANY = "*";

    /** Of an experiment: its model, its data set, the method of each arm. */
    public static final NamedBlocks EXPERIMENT = new NamedBlocks(List.of(
            new Place(List.of(ExperimentReader.BACKBONE), ConfigGroup.BACKBONE),
            new Place(List.of(ExperimentReader.DATASET), ConfigGroup.DATASET),
            new Place(List.of(ExperimentReader.ARMS, ANY), ConfigGroup.METHOD)));

    /** Of a training: the reduction of each stage. */
    public static final NamedBlocks TRAINING =
            new NamedBlocks(List.of(new Place(List.of("stages", ANY, "reduction"), ConfigGroup.METHOD)));

    /**
     * Where blocks of one group are.
     *
     * @param path of keys, any of which may be any one
     * @param group of the files that names stand for
     */
    public record Place(List<String> path, ConfigGroup group) {

        /** Copies the path. */
        public Place {
            path = List.copyOf(path);
        }

        private boolean is(List<String> other) {
            boolean same = path.size() == other.size();
            for (int i = 0; same && i < path.size(); i++) {
                same = path.get(i).equals(ANY) || path.get(i).equals(other.get(i));
            }
            return same;
        }
    }

    /** Copies the places. */
    public NamedBlocks {
        places = List.copyOf(places);
    }

    /** Turns names into blocks with a reference; substitutions that are still open are left. */
    public ConfigObject spellOut(ConfigObject root) {
        ConfigObject spelt = root;
        for (Place place : places) {
            spelt = spellOut(spelt, place.path(), place.group());
        }
        return spelt;
    }

    private static ConfigObject spellOut(ConfigObject object, List<String> path, ConfigGroup group) {
        String first = path.get(0);
        ConfigObject spelt = object;
        for (String key : first.equals(ANY) ? keys(object) : List.of(first)) {
            spelt = path.size() == 1
                    ? spellOut(spelt, key, group)
                    : inside(spelt, key, path.subList(1, path.size()), group);
        }
        return spelt;
    }

    /** A block that names nothing stays as it is, with what it may still stand over. */
    private static ConfigObject inside(ConfigObject object, String key, List<String> path, ConfigGroup group) {
        return Overlay.object(object, key)
                .map(inner -> {
                    ConfigObject spelt = spellOut(inner, path, group);
                    return spelt.equals(inner) ? object : object.withValue(key, spelt);
                })
                .orElse(object);
    }

    private static List<String> keys(ConfigObject object) {
        try {
            return List.copyOf(object.keySet());
        } catch (ConfigException.NotResolved substitution) {
            return List.of();
        }
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
    public ConfigObject lay(ConfigOverride override, ConfigObject root) {
        boolean name = override.isText() && places.stream().anyMatch(place -> place.is(override.path()));
        return Overlay.over(spellOut(override.toObject()), name ? without(root, override.path()) : root);
    }

    private static ConfigObject without(ConfigObject object, List<String> path) {
        String key = path.get(0);
        if (path.size() == 1) {
            return object.withoutKey(key);
        }
        return Overlay.object(object, key)
                .map(inner -> object.withValue(key, without(inner, path.subList(1, path.size()))))
                .orElse(object);
    }
}
