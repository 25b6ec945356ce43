// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * Makes a data set from its configuration.
 *
 * @param <C> the configuration record
 */
public interface DatasetFactory<C extends Record> extends PluginFactory<C, Dataset> {}
