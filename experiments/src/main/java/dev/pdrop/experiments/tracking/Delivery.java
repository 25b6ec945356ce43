// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

/** Hears how far a run has been brought to a server, on the thread that brings it there. */
@FunctionalInterface
public interface Delivery {

    /**
     * A step begins, which ends with the next one or with the whole.
     *
     * @param doing what it is, in a few words
     * @param done how many steps came before it; a step that is done again counts again
     * @param all how many steps there are
     */
    void step(String doing, int done, int all);
}
