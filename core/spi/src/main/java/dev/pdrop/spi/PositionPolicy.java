// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * What happens to position ids when rows are dropped.
 *
 * <p>Given here for positions that are one number. Models with several axes of positions, on which a visual token is
 * placed by time, row and column, apply the same idea to each axis.
 */
public enum PositionPolicy {
    /** Ids stay as they were, with gaps; decoding goes on at the original length. */
    ORIGINAL,
    /**
     * Ids are renumbered 0 to n-1 after each drop; while decoding, each layer continues its own numbering, shifted by
     * what was dropped before it.
     *
     * <p>On several axes, the visual tokens that are left of an image keep their offsets from its beginning, and what
     * follows it goes on behind the largest id that is left: nothing changes where nothing is dropped.
     */
    CONTIGUOUS
}
