// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.google.inject.Inject;
import dev.pdrop.experiments.config.BoundRecord;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.ParsedConfig;
import dev.pdrop.experiments.config.RecordBinder;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.spi.Geometry;
import java.util.List;
import java.util.Optional;

/** Reads the sizes of a model from a file, so that a plan needs no checkpoint. */
public final class GeometryReader {

    private final ConfigGroups groups;

    @Inject
    GeometryReader(ConfigGroups groups) {
        this.groups = groups;
    }

    /**
     * Reads a geometry.
     *
     * @param nameOrFile the name of a geometry file, or a path that ends in {@code .conf}
     * @param askedAt where it is named
     * @throws InvalidConfigException with everything that is wrong
     */
    public Geometry read(String nameOrFile, SourceLocation askedAt) {
        ParsedConfig parsed = groups.parse(ConfigGroup.GEOMETRY, nameOrFile, askedAt);
        ConfigProblems problems = new ConfigProblems();
        Optional<BoundRecord<Geometry>> bound = RecordBinder.bind(
                Geometry.class, new ConfigBlock(parsed.resolve().root(), "", parsed.location(), List.of()), problems);
        problems.throwIfAny();
        return bound.orElseThrow().value();
    }
}
