// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

/**
 * Where a stream of batches stands.
 *
 * @param phase which data set of the stream
 * @param start the example with which the present pool begins
 * @param end the example behind it
 * @param taken batches taken from it
 */
public record Position(int phase, long start, long end, int taken) {

    /** Before everything. */
    public static final Position BEGINNING = new Position(0, 0, 0, 0);
}
