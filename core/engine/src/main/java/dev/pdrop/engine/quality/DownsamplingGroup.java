// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

/**
 * Whether a question that the unreduced arm gets right is wrong with a smaller picture.
 *
 * <p>Some of the latter's errors are chance, so that any arm with errors of its own is above 0 on group A: it is for
 * comparing arms with controls, not with 0.
 *
 * <p>Both groups are chosen by answers of the unreduced arm, so that arm is right on all of them; they compare the
 * others.
 *
 * @source VTC-Bench, arXiv 2510.07143; repository Chenfei-Liao/VTC-Bench, tools/analyze_results.py at 55936d4
 */
public enum DownsamplingGroup {
    /** Hard: the unreduced arm is right, and the arm with the down-sampled image is wrong. */
    A,
    /** Easy: both are right. */
    B,
    /** In neither group, since the unreduced arm is wrong. */
    NEITHER;

    /** Which group. */
    public static DownsamplingGroup of(boolean unreducedRight, boolean downsampledRight) {
        if (!unreducedRight) {
            return NEITHER;
        }
        return downsampledRight ? B : A;
    }
}
