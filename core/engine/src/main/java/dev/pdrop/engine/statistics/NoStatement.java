// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/**
 * A figure of which nothing more is said.
 *
 * @param estimate in the data at hand, a description of them and no more
 * @param questions behind it
 * @param images behind it
 * @param reason why nothing more is said, and what would help: one sentence without a full stop
 */
public record NoStatement(double estimate, int questions, int images, String reason) implements Estimate {

    /** Fewer images than this say too little of how much images differ. */
    public static final int FEWEST_IMAGES = 10;

    static NoStatement tooFew(double estimate, int questions, int images) {
        return new NoStatement(
                estimate,
                questions,
                images,
                "expected questions on at least " + FEWEST_IMAGES + " images for an interval, found " + images
                        + ": ask about more images");
    }
}
