// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Arrays;
import java.util.List;

/**
 * Which of the visual tokens that are left stay, for each example of a batch, and what is mixed into them.
 *
 * <p>Immutable. Text rows always stay, and nothing is mixed into them.
 */
public final class Retention {

    private final List<Mixture> each;

    /**
     * A retention of tokens as they are.
     *
     * @param kept for each example, ascending places among the visual tokens that are left (0 to
     *     {@link DecoderState#visualTokens()} - 1; not visual indices); as many in each example
     */
    public Retention(int[][] kept) {
        this(Arrays.stream(kept).map(Mixture::of).toList());
    }

    /**
     * A retention of representatives.
     *
     * @param each what becomes of each example; as many representatives in each
     */
    public Retention(List<Mixture> each) {
        this.each = List.copyOf(each);
        for (Mixture one : this.each) {
            if (one.visualTokens() != visualTokens()) {
                throw new IllegalArgumentException("every example of a batch keeps equally many visual tokens, but "
                        + visualTokens() + " and " + one.visualTokens() + " were given");
            }
        }
    }

    /** Number of examples. */
    public int batch() {
        return each.size();
    }

    /** Visual tokens that stay in each example. */
    public int visualTokens() {
        return each.isEmpty() ? 0 : each.get(0).visualTokens();
    }

    /** The places that stay in one example, ascending, a copy. */
    public int[] kept(int example) {
        return each.get(example).kept();
    }

    /** What becomes of one example. */
    public Mixture mixture(int example) {
        return each.get(example);
    }

    /** Whether any token that stays becomes another value than it has. */
    public boolean mixes() {
        return each.stream().anyMatch(Mixture::mixes);
    }
}
