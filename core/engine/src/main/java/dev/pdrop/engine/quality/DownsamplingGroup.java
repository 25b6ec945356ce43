// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

/**
 * Whether a question needs more of its image than a smaller picture has, which is what tells methods of dropping apart.
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
