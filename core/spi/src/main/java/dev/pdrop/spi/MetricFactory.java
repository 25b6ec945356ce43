// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * Makes a metric from its configuration.
 *
 * @param <C> the configuration record
 */
public interface MetricFactory<C extends Record> extends PluginFactory<C, Metric> {}
