// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Injector;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.BackboneFactory;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;

/**
 * A model and a method that fit each other, checked before anything heavy is loaded.
 *
 * @param backbone the model, not yet opened
 * @param arm the method
 */
record ModelRun(PluginBlock<?, Backbone> backbone, ArmPlan arm) {

    /**
     * Checks.
     *
     * @param maxNewTokens how many tokens are asked for
     * @throws dev.pdrop.spi.PdropException if model or method is not what it should be, or they do not fit
     */
    static ModelRun check(Toolkit toolkit, ModelOptions model, MethodOptions method, int maxNewTokens) {
        if (maxNewTokens < 1) {
            throw new InvalidConfigException(
                    new SourceLocation("--max-new-tokens", 0), "", "expected at least 1, found " + maxNewTokens);
        }
        Injector injector = toolkit.injector();
        ArmPlan arm = method.arm(injector.getInstance(MethodResolver.class));
        PluginBlock<?, Backbone> backbone = model.block(injector.getInstance(PluginBlocks.class));
        Geometry geometry = geometry(backbone);
        try {
            arm.method().plan(geometry, geometry.vision().visualTokens());
        } catch (InvalidMethodException e) {
            throw new InvalidConfigException(arm.cause(), "", String.valueOf(e.getMessage()));
        }
        return new ModelRun(backbone, arm);
    }

    private static <C extends Record> Geometry geometry(PluginBlock<C, Backbone> backbone) {
        return ((BackboneFactory<C>) backbone.factory()).geometry(backbone.config());
    }
}
