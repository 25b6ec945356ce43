// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.nio.file.Path;
import java.util.List;

/**
 * A parsed file whose substitutions are still open, so that overrides can be laid over it first.
 *
 * @param root what the file says
 * @param location its beginning
 * @param files the file and all it includes, included ones before the ones that include them; empty for a resource
 */
public record ParsedConfig(ConfigObject root, SourceLocation location, List<Path> files) {

    /** Copies the list. */
    public ParsedConfig {
        files = List.copyOf(files);
    }

    /**
     * The configuration with its substitutions resolved against itself.
     *
     * @throws InvalidConfigException if a substitution has no value or goes round in a circle
     */
    public Config resolve() {
        return ConfigLoader.resolve(root);
    }
}
