// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.List;

/**
 * Makes a stage scheduler from its configuration.
 *
 * @param <C> the configuration record
 */
public interface StageSchedulerFactory<C extends Record> extends PluginFactory<C, StageScheduler> {

    /**
     * The numbers that a budget can be solved for, the usual one first; none where a schedule has nothing to choose.
     */
    default List<Unknown<C>> unknowns() {
        return List.of();
    }
}
