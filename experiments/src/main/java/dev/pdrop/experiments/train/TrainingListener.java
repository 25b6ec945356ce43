// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

/** Watches a training go by. */
public interface TrainingListener {

    /** Something that people should know. */
    void noted(String line);

    /** A stage begins or goes on. */
    void entered(String stage, int step, int steps);

    /** Some steps were taken. */
    void moved(CurvePoint point, double secondsLeft);

    /** The model was asked what it knows. */
    void examined(Examination examination);
}
