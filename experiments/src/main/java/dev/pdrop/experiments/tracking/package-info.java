// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Tells an MLflow server of a run, while it goes on or later; a run never waits for it and never loses anything by it.
 *
 * <p><b>In reading order.</b> A {@link dev.pdrop.experiments.tracking.TrackedRun} is what the server is to hold: a
 * parent and one child for an arm, made from the run folder by {@link dev.pdrop.experiments.tracking.TrackedRuns}. A
 * {@link dev.pdrop.experiments.tracking.Mirror} brings the server to that state, whatever it holds already.
 * {@link dev.pdrop.experiments.tracking.LiveTracking} does so every few seconds on a thread of its own while a run goes
 * on, {@link dev.pdrop.experiments.tracking.Replay} once for a run that is over, whose steps a
 * {@link dev.pdrop.experiments.tracking.Delivery} hears.
 *
 * <p><b>The journal comes first.</b> Nothing is kept of what was sent: the server is asked what it has, by a tag that
 * no other run carries. So it does not matter where an upload stopped, or whether an answer was lost on its way back.
 */
@NullMarked
package dev.pdrop.experiments.tracking;

import org.jspecify.annotations.NullMarked;
