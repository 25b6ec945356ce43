// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.spi.ImageRegion;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a visual token stands for in a view: one region, or several if others were mixed into it.
 *
 * @param regions at least one
 * @param rank of its score among all that were ranked with it: 0 the lowest, 1 the highest, equal ones in the middle of
 *     theirs; empty without scores
 */
public record Part(List<ImageRegion> regions, OptionalDouble rank) {

    /** Copies the list. */
    public Part {
        regions = List.copyOf(regions);
    }
}
