// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Injector;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plan.ModelCheck;
import dev.pdrop.experiments.plan.UnopenedModel;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
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
record ModelRun(PluginBlock<?, Backbone> backbone, Geometry geometry, ArmPlan arm) {

    /**
     * Checks everything and tells all that is wrong at once.
     *
     * @param maxNewTokens how many tokens are asked for
     * @param problems what was found wrong with other options
     * @throws dev.pdrop.spi.PdropException if anything is wrong with an option, or else with the model
     */
    static ModelRun check(
            Toolkit toolkit, ModelOptions model, MethodOptions method, int maxNewTokens, ConfigProblems problems) {
        if (maxNewTokens < 1) {
            problems.add(
                    new SourceLocation("--max-new-tokens", 0),
                    "",
                    "expected at least 1, found " + maxNewTokens + "; ask for more");
        }
        Injector injector = toolkit.injector();
        Optional<ArmPlan> arm = method.arm(injector.getInstance(MethodResolver.class), problems);
        ModelCheck check = ModelCheck.of(model.block(injector.getInstance(PluginBlocks.class), problems));
        arm.ifPresent(present -> check.check(present, "", problems));
        UnopenedModel unopened = check.model(problems);
        unopened.requireDevice();
        return new ModelRun(
                unopened.backbone(),
                unopened.geometry(),
                arm.orElseThrow(() -> new IllegalStateException("a method that is missing without a problem")));
    }
}
