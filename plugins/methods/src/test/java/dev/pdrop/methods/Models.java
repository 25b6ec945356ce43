// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

import dev.pdrop.spi.Geometry;

/** Geometries that schedules are planned for in tests. */
public final class Models {

    private Models() {}

    /** LLaVA-1.5-7B's sizes with another number of decoder layers. */
    public static Geometry withLayers(int layers) {
        return new Geometry(
                layers,
                4096,
                32,
                32,
                128,
                11008,
                32064,
                4096,
                new Geometry.Vision(
                        new Geometry.Tower(23, 1024, 4096, 2, 16, 576, 588, 577, 577),
                        new Geometry.Projector(576, 1024 * 4096 + 4096 * 4096),
                        576));
    }
}
