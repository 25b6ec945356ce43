// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * Makes a stage scheduler from its configuration.
 *
 * @param <C> the configuration record
 */
public interface StageSchedulerFactory<C extends Record> extends PluginFactory<C, StageScheduler> {}
