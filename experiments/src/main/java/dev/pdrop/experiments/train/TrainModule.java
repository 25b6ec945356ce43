// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import com.google.inject.AbstractModule;
import dev.pdrop.experiments.train.plan.TrainingReader;

/** Wires what trains. */
public final class TrainModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(TrainingReader.class);
        bind(ModelOpening.class);
        bind(ModelSketch.class);
        bind(Training.class);
    }
}
