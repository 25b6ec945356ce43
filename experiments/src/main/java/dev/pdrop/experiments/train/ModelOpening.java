// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import com.google.inject.Inject;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.UnopenedModel;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.ModelStarter;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.TrainableBackboneFactory;
import java.nio.file.Path;
import java.util.List;

/** Begins models and opens them to be trained. */
public final class ModelOpening {

    private static final String MODEL = "model";

    private final PluginBlocks blocks;

    @Inject
    ModelOpening(PluginBlocks blocks) {
        this.blocks = blocks;
    }

    /**
     * Begins a model.
     *
     * @param folder exists and is empty
     */
    void begin(TrainingPlan plan, Path folder) {
        plan.model().create().write(folder, ModelWords.of(plan), plan.seed());
    }

    /**
     * The model that a training has begun, its weights unread; every reduction of the plan fits it.
     *
     * @throws PdropException if it is not so
     */
    UnopenedModel unopened(TrainingPlan plan, Path folder) {
        ConfigProblems problems = new ConfigProblems();
        ModelStarter starter = plan.model().create();
        ConfigBlock own = plan.backbone();
        ConfigObject settings = own.object()
                .withValue(Overlay.USE, ConfigValueFactory.fromAnyRef(starter.backbone(), "the model's starter"))
                .withValue(MODEL, ConfigValueFactory.fromAnyRef(folder.toString(), "the training's folder"));
        PluginBlock<?, Backbone> block = blocks.backbone(
                        new ConfigBlock(settings, own.path(), own.location(), List.of()), problems)
                .orElse(null);
        problems.throwIfAny();
        UnopenedModel model = UnopenedModel.read(java.util.Objects.requireNonNull(block));
        for (StagePlan stage : plan.stages()) {
            String path = "stages." + stage.kind().label() + ".reduction";
            stage.reduction().ifPresent(method -> requireFit(model, method, path, problems));
        }
        problems.throwIfAny();
        model.requireDevice();
        return model;
    }

    /** What is wrong with arms for a model. */
    static ConfigProblems misfits(UnopenedModel model, List<ArmPlan> arms) {
        ConfigProblems problems = new ConfigProblems();
        arms.forEach(arm -> requireFit(model, arm, "arms." + arm.name(), problems));
        return problems;
    }

    private static void requireFit(UnopenedModel model, ArmPlan method, String path, ConfigProblems problems) {
        try {
            model.requireFit(method.method());
        } catch (PdropException misfit) {
            problems.add(method.cause(), path, misfit);
        }
    }

    /** Opens a model to be trained; the caller closes it. */
    static TrainableBackbone open(UnopenedModel model) {
        return open(model.backbone());
    }

    private static <C extends Record> TrainableBackbone open(PluginBlock<C, Backbone> block) {
        if (block.factory() instanceof TrainableBackboneFactory<C> factory) {
            return factory.createTrainable(block.config());
        }
        throw new InvalidModelException("expected a backbone that can learn, found '" + block.name()
                + "', which cannot: begin the model with another starter");
    }
}
