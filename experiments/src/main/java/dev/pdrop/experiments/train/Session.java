// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.TrainableBackbone;
import java.util.function.LongSupplier;

/** What all stages of a training share in one process; the model is borrowed. */
final class Session {

    private static final double NANOS = 1e9;

    private final TrainingPlan plan;
    private final TrainableBackbone backbone;
    private final TrainingFiles files;
    private final Curve curve;
    private final TrainingListener listener;
    private final Stop stop;
    private final LongSupplier nanoTime;
    private final Dataset dataset;
    private final Dataset validation;
    private final long begun;
    private final double before;

    /**
     * A session.
     *
     * @param before seconds that earlier processes spent
     */
    Session(
            TrainingPlan plan,
            TrainableBackbone backbone,
            TrainingFiles files,
            Curve curve,
            TrainingListener listener,
            Stop stop,
            LongSupplier nanoTime,
            double before) {
        this.plan = plan;
        this.backbone = backbone;
        this.files = files;
        this.curve = curve;
        this.listener = listener;
        this.stop = stop;
        this.nanoTime = nanoTime;
        this.dataset = plan.dataset().create();
        this.validation = plan.validation().create();
        this.begun = nanoTime.getAsLong();
        this.before = before;
    }

    TrainingPlan plan() {
        return plan;
    }

    TrainableBackbone backbone() {
        return backbone;
    }

    TrainingFiles files() {
        return files;
    }

    Curve curve() {
        return curve;
    }

    TrainingListener listener() {
        return listener;
    }

    Stop stop() {
        return stop;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    /** What is learnt. */
    Dataset dataset() {
        return dataset;
    }

    /** By which the best weights are chosen. */
    Dataset validation() {
        return validation;
    }

    /** Seconds that all processes have spent. */
    double seconds() {
        return before + (nanoTime.getAsLong() - begun) / NANOS;
    }
}
