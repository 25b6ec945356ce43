// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Optional;
import java.util.OptionalInt;

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

    /**
     * Whether the model that {@link #create} would open can meet a declared need, without reading any weights.
     *
     * <p>The default leaves the answer to {@link Backbone#supports} of the opened model.
     *
     * @param capture a decoder capture of a layer of the model
     */
    default boolean supports(C config, Capture capture) {
        return true;
    }

    /**
     * Whether the model that {@link #create} would open turns an image of lower resolution into fewer visual tokens, so
     * that fewer can be had without dropping any. The default is a model that does not, because it scales every image
     * to one size.
     */
    default boolean seesLowerResolutions(C config) {
        return false;
    }

    /**
     * How many visual tokens an image of the usual size, the one of {@link #geometry}, would have in the model that
     * {@link #create} would open if each of its sides were shortened. The default is empty, for a model of which this
     * is not known.
     *
     * @param scale share of each side, above 0 and below 1
     */
    default OptionalInt visualTokens(C config, double scale) {
        return OptionalInt.empty();
    }

    /**
     * The grid on which the model that {@link #create} would open lays the visual tokens of an image, separators left
     * out. The default is empty, for a model whose grid depends on the image.
     */
    default Optional<TokenGrid> grid(C config) {
        return Optional.empty();
    }

    /**
     * Checks that this machine has the device that {@link #create} would use, and that the device can compute in the
     * number format, without reading any weights. The default asks for nothing.
     *
     * @throws UnavailableDeviceException if it is not so
     */
    default void requireDevice(C config) {}

    /**
     * Loads what {@link #create} needs of any model, such as native libraries, so that this can go on while other
     * things are read; called on a thread of its own, perhaps never. The default does nothing.
     */
    default void prepare() {}
}
