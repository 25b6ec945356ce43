// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import dev.pdrop.spi.Backbone;
import dev.pdrop.testing.BackboneContract;

final class ToyBackboneContractTest implements BackboneContract {

    @Override
    public Backbone open() {
        return new ToyBackbone(ToyConfig.small().withLayers(3));
    }
}
