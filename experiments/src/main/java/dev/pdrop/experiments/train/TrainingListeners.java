// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import java.util.List;

/**
 * Several who watch a training, told in order.
 *
 * @param listeners told of everything
 */
public record TrainingListeners(List<TrainingListener> listeners) implements TrainingListener {

    /** Copies the list. */
    public TrainingListeners {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void noted(String line) {
        listeners.forEach(listener -> listener.noted(line));
    }

    @Override
    public void entered(String stage, int step, int steps) {
        listeners.forEach(listener -> listener.entered(stage, step, steps));
    }

    @Override
    public void moved(CurvePoint point, double secondsLeft) {
        listeners.forEach(listener -> listener.moved(point, secondsLeft));
    }

    @Override
    public void examined(Examination examination) {
        listeners.forEach(listener -> listener.examined(examination));
    }
}
