// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

/** How the rows of a batch are numbered from the first one on, as if nothing else had ever stood between them. */
interface Numbering {

    /**
     * The positions of rows.
     *
     * @param origins for each example the rows that are left, ascending: rows of its prompt, and appended ones behind
     */
    Positions of(int[][] origins);

    /** The numbering of chosen examples, in any order and any number of times. */
    Numbering examples(int[] chosen);
}
