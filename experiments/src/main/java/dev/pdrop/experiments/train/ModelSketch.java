// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import com.google.inject.Inject;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.UnopenedModel;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.Geometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Knows of models that plans would train what can be known before they are; begins them in a temporary folder. */
public final class ModelSketch {

    private final ModelOpening models;

    @Inject
    ModelSketch(ModelOpening models) {
        this.models = models;
    }

    /**
     * The sizes of the model that a plan would train.
     *
     * @throws dev.pdrop.spi.PdropException if the plan's reduction does not fit it
     */
    public Geometry geometry(TrainingPlan plan) {
        return ofNewModel(plan, UnopenedModel::geometry);
    }

    /**
     * Checks that methods fit the models that plans would train, so that it is known before they are.
     *
     * @param arms that the trained models are to be asked under
     * @throws dev.pdrop.experiments.config.InvalidConfigException with every arm that does not fit one of them
     */
    public void requireFit(List<TrainingPlan> plans, List<ArmPlan> arms) {
        Set<Object> known = new HashSet<>();
        for (TrainingPlan plan : plans) {
            if (known.add(List.of(plan.model().config(), plan.backbone().object()))) {
                ConfigProblems problems = ofNewModel(plan, model -> ModelOpening.misfits(model, arms));
                problems.throwIfAny();
            }
        }
    }

    private <T> T ofNewModel(TrainingPlan plan, Function<UnopenedModel, T> asked) {
        try {
            Path folder = Files.createTempDirectory("pdrop-train");
            try {
                TrainingFiles.writeFolder(folder.resolve("start"), start -> models.begin(plan, start));
                return asked.apply(models.unopened(plan, folder.resolve("start")));
            } finally {
                TrainingFiles files = new TrainingFiles(folder);
                // What began and failed is there still, and the folder could not be deleted with it.
                files.removePartial();
                files.removeAll();
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected a temporary folder to begin the model in, found an error (" + e.getMessage()
                            + "): make room there",
                    e);
        }
    }
}
