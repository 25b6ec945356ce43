// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.BackboneFactory;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.TokenGrid;
import java.util.Optional;

/** Opens a {@link ToyBackbone}. */
public final class ToyBackboneFactory implements BackboneFactory<ToyConfig> {

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public String description() {
        return "A tiny decoder with random weights, for tests.";
    }

    @Override
    public Class<ToyConfig> configType() {
        return ToyConfig.class;
    }

    @Override
    public Geometry geometry(ToyConfig config) {
        return ToyBackbone.geometry(config);
    }

    @Override
    public Optional<TokenGrid> grid(ToyConfig config) {
        return seesLowerResolutions(config)
                ? Optional.empty()
                : Optional.of(new TokenGrid(config.gridRows(), config.gridColumns()));
    }

    @Override
    public boolean seesLowerResolutions(ToyConfig config) {
        return config.cellPixels() > 0;
    }

    @Override
    public Backbone create(ToyConfig config) {
        return new ToyBackbone(config);
    }
}
