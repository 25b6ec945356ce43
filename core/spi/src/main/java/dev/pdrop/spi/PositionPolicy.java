// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * What happens to position ids when rows are dropped.
 *
 * <p>Given here for one-dimensional positions; models with several position axes apply the same idea to each axis.
 */
public enum PositionPolicy {
    /** Ids stay as they were, with gaps; decoding goes on at the original length. */
    ORIGINAL,
    /**
     * Ids are renumbered 0 to n-1 after each drop; while decoding, each layer continues its own numbering, shifted by
     * what was dropped before it.
     */
    CONTIGUOUS
}
