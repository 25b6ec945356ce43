// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Geometry;
import java.util.Optional;

/**
 * A model and a method that fit each other, checked before anything heavy is loaded.
 *
 * @param backbone the model, not yet opened
 * @param geometry its sizes
 * @param arm the method
 */
public record MethodOnModel(PluginBlock<?, Backbone> backbone, Geometry geometry, ArmPlan arm) {

    /**
     * Checks everything and tells all that is wrong at once.
     *
     * @param backbone the model; empty if something was wrong with it
     * @param arm the method; empty likewise
     * @param problems what was found wrong before
     * @throws dev.pdrop.spi.PdropException if anything is wrong, or else with the model
     */
    public static MethodOnModel check(
            Optional<PluginBlock<?, Backbone>> backbone, Optional<ArmPlan> arm, ConfigProblems problems) {
        ModelCheck check = ModelCheck.of(backbone);
        arm.ifPresent(present -> check.check(present, "", problems));
        UnopenedModel unopened = check.model(problems);
        unopened.requireDevice();
        return new MethodOnModel(
                unopened.backbone(),
                unopened.geometry(),
                arm.orElseThrow(() -> new IllegalStateException("a method that is missing without a problem")));
    }
}
