// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/** Judges an answer. */
public interface Metric {

    /**
     * How right an answer is.
     *
     * @param example the question with its accepted answers
     * @param answer what the model said
     * @return from 0 (wrong) to 1 (right)
     */
    double score(Example example, String answer);
}
