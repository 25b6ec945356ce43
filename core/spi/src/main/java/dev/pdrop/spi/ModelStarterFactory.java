// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * Makes model starters.
 *
 * @param <C> the configuration record: the geometry of the model
 */
public interface ModelStarterFactory<C extends Record> extends PluginFactory<C, ModelStarter> {}
