// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import dev.pdrop.spi.ErrorKind;
import java.util.Comparator;

/**
 * One thing that is wrong with a configuration.
 *
 * @param location where it stands
 * @param path the setting it is about, such as {@code arms.fastv.schedule.layer}; empty if it is about a whole file
 * @param message what was expected, what was found and what to do, without a full stop
 * @param kind {@link ErrorKind#PLUGIN} for a plugin that is not there, else {@link ErrorKind#CONFIG}
 */
public record ConfigProblem(SourceLocation location, String path, String message, ErrorKind kind)
        implements Comparable<ConfigProblem> {

    @Override
    public int compareTo(ConfigProblem other) {
        return Comparator.comparing(ConfigProblem::location)
                .thenComparing(ConfigProblem::path)
                .thenComparing(ConfigProblem::message)
                .compare(this, other);
    }

    @Override
    public String toString() {
        boolean said = path.isEmpty() || location.source().equals(SourceLocation.FLAG + path);
        return location + ": " + (said ? "" : path + ": ") + message;
    }
}
