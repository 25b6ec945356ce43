// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.cost;

import dev.pdrop.spi.Geometry;

/** A named way to count the multiply-adds of a prefill. */
public interface CostConvention {

    /** Its name, as reports print it. */
    String name();

    /**
     * Multiply-adds of the decoder's prefill.
     *
     * @param geometry the sizes of the model
     * @param visualTokens visual tokens that enter each decoder layer
     */
    double multiplyAdds(Geometry geometry, int[] visualTokens);
}
