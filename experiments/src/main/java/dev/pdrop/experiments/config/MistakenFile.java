// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.ConfigObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tells a training that was given in place of an experiment, and the reverse, before each of its keys is a mistake. */
final class MistakenFile {

    private static final Map<ConfigGroup, ConfigGroup> OTHER =
            Map.of(ConfigGroup.EXPERIMENT, ConfigGroup.TRAIN, ConfigGroup.TRAIN, ConfigGroup.EXPERIMENT);

    /** The key that files of this group have; a training may have arms too. */
    private static final Map<ConfigGroup, String> SIGN =
            Map.of(ConfigGroup.EXPERIMENT, "arms", ConfigGroup.TRAIN, "stages");

    private static final Map<ConfigGroup, String> COMMAND =
            Map.of(ConfigGroup.EXPERIMENT, "pdrop run", ConfigGroup.TRAIN, "pdrop train");

    private MistakenFile() {}

    /**
     * What a file is, as a sentence; empty if it may be what was expected.
     *
     * @param root the file, substitutions open
     */
    static Optional<String> describe(ConfigGroup expected, ConfigObject root) {
        return Optional.ofNullable(OTHER.get(expected))
                .filter(other -> kind(root).equals(Optional.of(other)))
                .map(other -> "expected " + one(expected) + " with " + SIGN.get(expected) + ", found " + one(other)
                        + " with " + SIGN.get(other) + "; give it to " + COMMAND.get(other));
    }

    /**
     * Whose name a name is, as a sentence; empty if it is no name of the other group.
     *
     * @param names the names of a group's files
     */
    static Optional<String> describe(ConfigGroup expected, String name, Function<ConfigGroup, Stream<String>> names) {
        return Optional.ofNullable(OTHER.get(expected))
                .filter(other -> names.apply(other).anyMatch(name::equals))
                .map(other -> "expected " + one(expected) + ", found the name of " + one(other) + "; give it to "
                        + COMMAND.get(other));
    }

    private static Optional<ConfigGroup> kind(ConfigObject root) {
        return Stream.of(ConfigGroup.TRAIN, ConfigGroup.EXPERIMENT)
                .filter(group -> root.containsKey(SIGN.get(group)))
                .findFirst();
    }

    private static String one(ConfigGroup group) {
        return (group == ConfigGroup.EXPERIMENT ? "an " : "a ") + group.label();
    }
}
