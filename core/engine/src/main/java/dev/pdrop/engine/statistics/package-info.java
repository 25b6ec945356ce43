// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * How sure the figures of a run are, and which differences between arms can be told from chance.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.engine.statistics.ImageScores} gathers the scores of a run, question by
 * question; {@link dev.pdrop.engine.statistics.Analysis} makes of them an {@link dev.pdrop.engine.statistics.Estimate}
 * for every arm and a {@link dev.pdrop.engine.statistics.Comparison} for every
 * {@link dev.pdrop.engine.statistics.Contrast}, and says by which one rule {@link dev.pdrop.engine.statistics.Verdict}s
 * are given. Before there is a run, {@link dev.pdrop.engine.statistics.MinimumDetectableDifference} says what it could
 * find.
 *
 * <p>Images are the unit: questions on one image are not independent, and as many intervals that take them to be miss
 * the truth as there are questions too many. Everything here is a pure function of values; random numbers come from
 * {@link dev.pdrop.engine.statistics.Resampling#seed()} alone.
 */
@NullMarked
package dev.pdrop.engine.statistics;

import org.jspecify.annotations.NullMarked;
