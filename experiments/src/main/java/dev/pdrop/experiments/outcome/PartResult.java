// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.statistics.Estimate;
import java.util.Objects;
import java.util.Optional;

/**
 * The accuracy of one arm on a part of the questions, which the answers of other arms have chosen.
 *
 * <p>For comparing arms inside a part; the arms that chose it have none.
 *
 * @param arm name of the arm
 * @param part {@value #NEEDED}, {@value #NOT_NEEDED}, {@value #GROUP_A} or {@value #GROUP_B}
 * @param examples questions of the part
 * @param images that they are about: what counts as n
 * @param accuracy mean score, from 0 to 1
 * @param accuracyInterval 95 % interval of the accuracy, over images; absent if there are too few
 */
public record PartResult(
        String arm, String part, int examples, int images, double accuracy, Optional<Range> accuracyInterval) {

    /** Questions that an arm which sees no picture gets wrong. */
    public static final String NEEDED = "vision needed";

    /** Questions that it gets right. */
    public static final String NOT_NEEDED = "vision not needed";

    /** Questions that the unreduced arm gets right, and one that is shown smaller pictures gets wrong. */
    public static final String GROUP_A = "group A";

    /** Questions that both get right. */
    public static final String GROUP_B = "group B";

    /** Checks that it is whole. */
    public PartResult {
        Objects.requireNonNull(accuracyInterval);
    }

    /** Of an estimate on the part. */
    public static PartResult of(String arm, String part, Estimate estimate) {
        return new PartResult(
                arm, part, estimate.questions(), estimate.images(), estimate.estimate(), Range.of(estimate));
    }
}
