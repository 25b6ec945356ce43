// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import dev.pdrop.spi.BackboneFactory;
import dev.pdrop.spi.Plugin;
import java.util.List;

/** Offers the {@link ToyBackbone} under the name {@code toy}, wherever this jar is on a test's class path. */
public final class ToyPlugin implements Plugin {

    @Override
    public List<BackboneFactory<?>> backbones() {
        return List.of(new ToyBackboneFactory());
    }
}
