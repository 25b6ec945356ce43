// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.train.CurvePoint;
import dev.pdrop.experiments.train.Examination;
import dev.pdrop.experiments.train.TrainingListener;

/**
 * Says of a training only what people should know.
 *
 * @param console takes it
 */
record TrainingSilence(Console console) implements TrainingListener {

    @Override
    public void noted(String line) {
        console.error().println(line);
        console.error().flush();
    }

    @Override
    public void entered(String stage, int step, int steps) {}

    @Override
    public void moved(CurvePoint point, double secondsLeft) {}

    @Override
    public void examined(Examination examination) {}
}
