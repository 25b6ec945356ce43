// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.List;

/**
 * The one entry point of a plugin jar, found by {@link java.util.ServiceLoader}.
 *
 * <p>Each method lists the factories of one kind; the defaults offer none, so a new kind of extension breaks no plugin.
 * A name is a promise: it stands in configuration files, journals and tracking servers. Two factories of one kind with
 * the same name are an error, wherever they come from.
 */
public interface Plugin {

    /** The rankers that this plugin offers. */
    default List<TokenRankerFactory<?>> tokenRankers() {
        return List.of();
    }

    /** The stage schedulers that this plugin offers. */
    default List<StageSchedulerFactory<?>> stageSchedulers() {
        return List.of();
    }

    /** The backbones that this plugin offers. */
    default List<BackboneFactory<?>> backbones() {
        return List.of();
    }

    /** The kinds of new models that this plugin can begin. */
    default List<ModelStarterFactory<?>> modelStarters() {
        return List.of();
    }

    /** The data sets that this plugin offers. */
    default List<DatasetFactory<?>> datasets() {
        return List.of();
    }

    /** The metrics that this plugin offers. */
    default List<MetricFactory<?>> metrics() {
        return List.of();
    }
}
