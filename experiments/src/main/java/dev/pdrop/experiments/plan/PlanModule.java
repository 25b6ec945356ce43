// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.google.inject.AbstractModule;
import dev.pdrop.experiments.config.ConfigGroups;

/** Provides the readers of experiments and methods. */
public final class PlanModule extends AbstractModule {

    private final ConfigGroups groups;

    /** A module whose readers find names in the given groups. */
    public PlanModule(ConfigGroups groups) {
        this.groups = groups;
    }

    @Override
    protected void configure() {
        bind(ConfigGroups.class).toInstance(groups);
        bind(MethodResolver.class);
        bind(ExperimentReader.class);
        bind(GeometryReader.class);
        bind(ModelReader.class);
    }
}
