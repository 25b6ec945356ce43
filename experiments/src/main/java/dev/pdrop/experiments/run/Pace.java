// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

/** How fast the model of a plan turned out to be on this machine. */
sealed interface Pace {

    /**
     * Batches of the plan were answered under all arms.
     *
     * @param fewest seconds for a question under all arms, in the quickest batch
     * @param most the same in the slowest one
     * @param questions how many were answered
     * @param seconds what they took together
     * @param together questions that were answered together, which may be fewer than the run takes
     */
    record OfBatches(double fewest, double most, int questions, double seconds, int together) implements Pace {}

    /**
     * One picture with its questions would have taken too long: one question was answered under one arm.
     *
     * @param multiplyAdds of its prefill, by the convention {@code full}
     * @param seconds what it took
     */
    record OfOneQuestion(double multiplyAdds, double seconds) implements Pace {}

    /**
     * Nothing was measured.
     *
     * @param why one clause
     */
    record Unknown(String why) implements Pace {}
}
