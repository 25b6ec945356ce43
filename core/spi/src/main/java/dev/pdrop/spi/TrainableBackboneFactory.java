// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * Opens backbones that can learn.
 *
 * @param <C> the configuration record
 */
public interface TrainableBackboneFactory<C extends Record> extends BackboneFactory<C> {

    /**
     * Opens a model to be trained, with weights of its own in memory.
     *
     * @throws PdropException as {@link #create} does, or if the configuration asks for another number format than
     *     float32
     */
    TrainableBackbone createTrainable(C config);
}
