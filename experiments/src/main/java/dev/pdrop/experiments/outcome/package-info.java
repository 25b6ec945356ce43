// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What a run may state: accuracies with intervals, which arms differ, and the words for it.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.experiments.outcome.Judgement} holds arms against each other, as
 * {@link dev.pdrop.experiments.outcome.Family} says, by the one rule of {@link dev.pdrop.engine.statistics.Analysis};
 * {@link dev.pdrop.experiments.outcome.PairResult} is one line of it, {@link dev.pdrop.experiments.outcome.GainResult}
 * what an arm gains over the best of its controls, {@link dev.pdrop.experiments.outcome.HorizonResult} how deep a
 * ranking is worth anything, {@link dev.pdrop.experiments.outcome.Headline} what it comes to in words.
 * {@link dev.pdrop.experiments.outcome.Detectable} says before a run what it could find, and
 * {@link dev.pdrop.experiments.outcome.Quality} afterwards what accuracy does not show.
 */
@NullMarked
package dev.pdrop.experiments.outcome;

import org.jspecify.annotations.NullMarked;
