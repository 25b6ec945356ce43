// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The position ids of the rows of a batch, on one axis or several, and where each example's numbering goes on.
 *
 * <p>Immutable by agreement: what it was made from is not written to.
 */
final class Positions {

    private final int[][][] ids;
    private final int[] next;

    /**
     * Positions.
     *
     * @param ids by example, axis and row
     * @param next the id of the next row of each example
     */
    Positions(int[][][] ids, int[] next) {
        this.ids = ids;
        this.next = next;
    }

    /** Ids on one axis, going on at one id. */
    static Positions line(int[][] ids, int next) {
        int[] each = new int[ids.length];
        Arrays.fill(each, next);
        return new Positions(Arrays.stream(ids).map(own -> new int[][] {own}).toArray(int[][][]::new), each);
    }

    /** So many rows of text behind what has been numbered, the same on all axes. */
    static Positions following(int[] next, int rows) {
        return counted(next, rows, 1);
    }

    private static Positions counted(int[] next, int rows, int axes) {
        int[][][] ids = Arrays.stream(next)
                .mapToObj(first -> {
                    int[][] own = new int[axes][];
                    Arrays.fill(own, IntStream.range(first, first + rows).toArray());
                    return own;
                })
                .toArray(int[][][]::new);
        return new Positions(ids, Arrays.stream(next).map(first -> first + rows).toArray());
    }

    /** Where each example's numbering goes on, a copy. */
    int[] next() {
        return next.clone();
    }

    int batch() {
        return ids.length;
    }

    int axes() {
        return ids[0].length;
    }

    /** The ids of one example by axis and row, a copy. */
    int[][] of(int example) {
        return Arrays.stream(ids[example]).map(int[]::clone).toArray(int[][]::new);
    }

    /** The ids of all examples on one axis. */
    int[][] onAxis(int axis) {
        return Arrays.stream(ids).map(own -> own[axis]).toArray(int[][]::new);
    }

    /** Whether all axes say the same, and so one is enough. */
    boolean oneSuffices() {
        return Arrays.stream(ids).allMatch(own -> Arrays.stream(own).allMatch(axis -> Arrays.equals(axis, own[0])));
    }

    /** The ids of chosen rows of each example; numbering goes on as before. */
    Positions at(int[][] rows) {
        return each(
                example -> Arrays.stream(ids[example])
                        .map(axis -> Arrays.stream(rows[example])
                                .map(row -> axis[row])
                                .toArray())
                        .toArray(int[][]::new),
                next);
    }

    /** Chosen examples, in any order and any number of times. */
    Positions examples(int[] chosen) {
        return new Positions(
                Arrays.stream(chosen).mapToObj(example -> ids[example]).toArray(int[][][]::new),
                Arrays.stream(chosen).map(example -> next[example]).toArray());
    }

    /** With rows of text behind. */
    Positions with(int rows) {
        Positions more = counted(next, rows, axes());
        return each(
                example -> IntStream.range(0, axes())
                        .mapToObj(axis -> IntStream.concat(
                                        Arrays.stream(ids[example][axis]), Arrays.stream(more.ids[example][axis]))
                                .toArray())
                        .toArray(int[][]::new),
                more.next);
    }

    private Positions each(IntFunction<int[][]> changed, int[] goingOn) {
        return new Positions(IntStream.range(0, batch()).mapToObj(changed).toArray(int[][][]::new), goingOn);
    }
}
