// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.cost;

import dev.pdrop.spi.Geometry;
import java.util.List;

/** A named way to count the multiply-adds of a prefill. */
public interface CostConvention {

    /** Its name, as reports print it. */
    String name();

    /**
     * Multiply-adds of a prefill.
     *
     * @param geometry the sizes of the model
     * @param workload what is processed
     */
    double multiplyAdds(Geometry geometry, Workload workload);

    /**
     * Multiply-adds of a prefill of visual tokens alone.
     *
     * @param geometry the sizes of the model
     * @param visualTokens visual tokens that enter each decoder layer
     */
    default double multiplyAdds(Geometry geometry, int[] visualTokens) {
        return multiplyAdds(geometry, Workload.ofVisualTokens(visualTokens));
    }

    /** Every convention, the usual one first. */
    static List<CostConvention> all() {
        return List.of(new PaperConvention(), new FastVPaperConvention(), new FullConvention());
    }
}
