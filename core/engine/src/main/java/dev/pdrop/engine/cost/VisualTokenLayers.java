// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.cost;

import dev.pdrop.spi.Geometry;

/** The sum that the papers' conventions share: 4nd² + 2n²d + kndm a layer, over visual tokens alone. */
final class VisualTokenLayers {

    private VisualTokenLayers() {}

    /**
     * Sums over the layers.
     *
     * @param feedForwardMatrices k, how many matrices the feed-forward block is taken to have
     */
    static double multiplyAdds(Geometry geometry, Workload workload, int feedForwardMatrices) {
        double d = geometry.hiddenSize();
        double m = geometry.feedForwardSize();
        double sum = 0;
        for (double n : workload.visualTokens()) {
            sum += 4.0 * n * d * d + 2.0 * n * n * d + feedForwardMatrices * n * d * m;
        }
        return sum;
    }
}
