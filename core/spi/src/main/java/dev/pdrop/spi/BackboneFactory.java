// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * Opens a backbone from its configuration.
 *
 * @param <C> the configuration record
 */
public interface BackboneFactory<C extends Record> extends PluginFactory<C, Backbone> {

    /**
     * The sizes of the model that {@link #create} would open, without reading any weights.
     *
     * <p>Lets every arm of an experiment be checked against the model before anything heavy is loaded.
     *
     * @throws PdropException if the model's description is missing or describes something unsupported
     */
    Geometry geometry(C config);
}
