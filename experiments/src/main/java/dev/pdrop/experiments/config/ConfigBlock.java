// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.ConfigObject;
import java.util.List;

/**
 * A block of settings that is about to be bound.
 *
 * @param object the settings
 * @param path where the block stands in the whole, such as {@code arms.fastv.schedule}; empty for the root
 * @param location where to look if something is missing
 * @param otherKeys keys that somebody else has taken out already; they count as known
 */
public record ConfigBlock(ConfigObject object, String path, SourceLocation location, List<String> otherKeys) {

    /** Copies the keys. */
    public ConfigBlock {
        otherKeys = List.copyOf(otherKeys);
    }

    /** A block that is bound whole. */
    public static ConfigBlock of(ConfigObject object, String path) {
        return new ConfigBlock(object, path, SourceLocation.of(object.origin()), List.of());
    }

    /** The path of a setting of this block. */
    public String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
