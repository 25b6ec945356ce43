// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Arrays;

/**
 * Which of the visual tokens that are left stay, for each example of a batch.
 *
 * <p>Immutable. Text rows always stay.
 */
public final class Retention {

    private final int[][] kept;

    /**
     * A retention.
     *
     * @param kept for each example, ascending places among the visual tokens that are left (0 to
     *     {@link DecoderState#visualTokens()} - 1; not visual indices); as many in each example
     */
    public Retention(int[][] kept) {
        this.kept = Arrays.stream(kept).map(int[]::clone).toArray(int[][]::new);
        for (int[] places : this.kept) {
            if (places.length != this.kept[0].length) {
                throw new IllegalArgumentException("every example of a batch keeps equally many visual tokens, but "
                        + this.kept[0].length + " and " + places.length + " were given");
            }
            for (int i = 0; i < places.length; i++) {
                if (places[i] < (i == 0 ? 0 : places[i - 1] + 1)) {
                    throw new IllegalArgumentException(
                            "kept places must ascend from 0, were " + Arrays.toString(places));
                }
            }
        }
    }

    /** Number of examples. */
    public int batch() {
        return kept.length;
    }

    /** Visual tokens that stay in each example. */
    public int visualTokens() {
        return kept.length == 0 ? 0 : kept[0].length;
    }

    /** The places that stay in one example, ascending, a copy. */
    public int[] kept(int example) {
        return kept[example].clone();
    }
}
