// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.cost;

import dev.pdrop.spi.Geometry;

/**
 * PyramidDrop's own convention: visual tokens only, 4nd² + 2n²d + 3ndm a layer.
 *
 * <p>n = visual tokens entering the layer, d = hidden size, m = feed-forward size. Text, vision tower, projector,
 * language model head, decoding and the ranking itself do not count, and grouped-query attention is ignored. A
 * multiply-add counts as one, although the paper prints the sums as FLOPs.
 *
 * @source PyramidDrop, arXiv 2410.17247v2, section 4.1, equation 5
 */
public final class PaperConvention implements CostConvention {

    @Override
    public String name() {
        return "paper";
    }

    @Override
    public double multiplyAdds(Geometry geometry, Workload workload) {
        return VisualTokenLayers.multiplyAdds(geometry, workload, 3);
    }
}
