// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Runs a plan and keeps what comes out.
 *
 * <p><b>In reading order.</b> {@link dev.pdrop.experiments.run.Runner} takes hold of the
 * {@link dev.pdrop.experiments.run.RunFolder} after a {@link dev.pdrop.experiments.run.Survey} of what is asked; a
 * {@link dev.pdrop.experiments.run.HeldRun} opens the model, and {@link dev.pdrop.experiments.run.ExperimentRun} takes
 * a plan batch by batch through its arms. What an arm answers to an example is an
 * {@link dev.pdrop.experiments.run.AnswerRecord}, kept in the {@link dev.pdrop.experiments.run.Journal} under the
 * {@link dev.pdrop.experiments.run.ArmKeys arm key}, by which the {@link dev.pdrop.experiments.run.AnswerBook} finds it
 * again, here or in {@link dev.pdrop.experiments.run.EarlierRuns neighbouring runs}.
 * {@link dev.pdrop.experiments.run.Results} sums the records up, {@link dev.pdrop.experiments.run.Manifest} says what
 * ran, {@link dev.pdrop.experiments.run.StoredRun} reads it all back.
 *
 * <p>One direction: each step takes the value of the step before it and knows nothing of the steps after it.
 */
@NullMarked
package dev.pdrop.experiments.run;

import org.jspecify.annotations.NullMarked;
