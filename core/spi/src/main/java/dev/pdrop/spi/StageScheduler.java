// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * Decides at which points how many visual tokens stay.
 *
 * <p>A pure function of the model's sizes and the number of visual tokens, with an explicit integer rounding rule.
 */
public interface StageScheduler {

    /**
     * Plans the stages.
     *
     * @param geometry the sizes of the model
     * @param visualTokens N, the number of visual tokens of a prompt, all images together; may be 0
     * @return stages whose points lie inside the model
     * @throws InvalidMethodException if the configuration does not fit the model: a stage outside it, counts that rise
     */
    Schedule plan(Geometry geometry, int visualTokens);

    /** One line for people, with every setting that holds and none that is overridden. */
    String describe();
}
