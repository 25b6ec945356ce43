// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What accuracy alone does not show: pure calculations over answers, probabilities, kept tokens and scores.
 *
 * <p><b>Of answers:</b> {@link dev.pdrop.engine.quality.Flips} and loyalty, {@link dev.pdrop.engine.quality.YesNo},
 * {@link dev.pdrop.engine.quality.Calibration}. <b>Of questions</b>, which of them say something about dropping tokens:
 * {@link dev.pdrop.engine.quality.VisionNeed} and {@link dev.pdrop.engine.quality.DownsamplingGroup}; accuracies within
 * such a part, with intervals, are those of {@link dev.pdrop.engine.statistics.ImageScores} over its questions. <b>Of
 * tokens:</b> {@link dev.pdrop.engine.quality.KeptPositions}, and {@link dev.pdrop.engine.quality.Overlap} of what two
 * rankers or layers keep and score.
 *
 * <p>A share of nothing is absent, never 0.
 */
@NullMarked
package dev.pdrop.engine.quality;

import org.jspecify.annotations.NullMarked;
