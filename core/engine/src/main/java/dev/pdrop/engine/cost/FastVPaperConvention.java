// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.cost;

import dev.pdrop.spi.Geometry;

/**
 * FastV's own convention: 4nd² + 2n²d + 2ndm a layer, as if the feed-forward block had two matrices.
 *
 * <p>n = visual tokens entering the layer, d = hidden size, m = feed-forward size. FastV's table also counts about 36
 * text tokens and prints the mean over layers; here visual tokens only, summed over layers, so that conventions
 * compare.
 *
 * @source FastV, arXiv 2403.06764v3, section 4
 */
public final class FastVPaperConvention implements CostConvention {

    @Override
    public String name() {
        return "fastv-paper";
    }

    @Override
    public double multiplyAdds(Geometry geometry, Workload workload) {
        return VisualTokenLayers.multiplyAdds(geometry, workload, 2);
    }
}
