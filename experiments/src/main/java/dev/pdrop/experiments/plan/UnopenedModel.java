// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.engine.Method;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.BackboneFactory;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.TokenGrid;
import dev.pdrop.spi.UnavailableDeviceException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A model before its weights are read: all that can be checked without them.
 *
 * @param backbone the model, bound and not opened
 * @param geometry its sizes
 */
public record UnopenedModel(PluginBlock<?, Backbone> backbone, Geometry geometry) {

    /**
     * Reads the description of a model.
     *
     * @throws PdropException if it is missing or describes something unsupported
     */
    public static UnopenedModel read(PluginBlock<?, Backbone> backbone) {
        return new UnopenedModel(backbone, geometryOf(backbone));
    }

    /**
     * Checks that a method fits the model.
     *
     * @throws InvalidMethodException if a stage lies outside the model, or the model cannot meet a need of the ranker
     */
    public void requireFit(Method method) {
        requireFit(method, this::supports);
    }

    /**
     * The same for one who knows what the model supports, or remembers it: asking reads its description.
     *
     * @param supported what {@link #supports} says
     */
    void requireFit(Method method, Predicate<Capture> supported) {
        method.requireSupport(method.plan(geometry, geometry.vision().visualTokens()), supported);
    }

    /** Whether an image of lower resolution becomes fewer visual tokens. */
    boolean seesLowerResolutions() {
        return seesLowerResolutions(backbone);
    }

    /** Visual tokens of an image of the usual size when it is shortened, if that is known. */
    OptionalInt visualTokens(double scale) {
        return visualTokens(backbone, scale);
    }

    /** The grid of an image's visual tokens, if all images have one. */
    Optional<TokenGrid> grid() {
        return grid(backbone);
    }

    /** Whether the model can capture something. */
    boolean supports(Capture capture) {
        return supports(backbone, capture);
    }

    /**
     * Checks that this machine has the device that the model is to run on.
     *
     * @throws UnavailableDeviceException if it has not
     */
    public void requireDevice() {
        requireDevice(backbone);
    }

    private static <C extends Record> Geometry geometryOf(PluginBlock<C, Backbone> backbone) {
        return factory(backbone).geometry(backbone.config());
    }

    private static <C extends Record> boolean supports(PluginBlock<C, Backbone> backbone, Capture capture) {
        return factory(backbone).supports(backbone.config(), capture);
    }

    private static <C extends Record> boolean seesLowerResolutions(PluginBlock<C, Backbone> backbone) {
        return factory(backbone).seesLowerResolutions(backbone.config());
    }

    private static <C extends Record> OptionalInt visualTokens(PluginBlock<C, Backbone> backbone, double scale) {
        return factory(backbone).visualTokens(backbone.config(), scale);
    }

    private static <C extends Record> Optional<TokenGrid> grid(PluginBlock<C, Backbone> backbone) {
        return factory(backbone).grid(backbone.config());
    }

    private static <C extends Record> void requireDevice(PluginBlock<C, Backbone> backbone) {
        factory(backbone).requireDevice(backbone.config());
    }

    private static <C extends Record> BackboneFactory<C> factory(PluginBlock<C, Backbone> backbone) {
        if (backbone.factory() instanceof BackboneFactory<C> factory) {
            return factory;
        }
        throw new IllegalStateException(backbone.name() + " is bound as a backbone but its factory makes none");
    }
}
