// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Injector;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.MethodOnModel;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.experiments.toolkit.Toolkit;

/** Reads the model and the method of a command's options. */
final class ModelRun {

    private ModelRun() {}

    /**
     * Checks everything and tells all that is wrong at once.
     *
     * @param maxNewTokens how many tokens are asked for
     * @param problems what was found wrong with other options
     * @throws dev.pdrop.spi.PdropException if anything is wrong with an option, or else with the model
     */
    static MethodOnModel check(
            Toolkit toolkit, ModelOptions model, MethodOptions method, int maxNewTokens, ConfigProblems problems) {
        if (maxNewTokens < 1) {
            problems.add(
                    new SourceLocation("--max-new-tokens", 0),
                    "",
                    "expected at least 1, found " + maxNewTokens + "; ask for more");
        }
        Injector injector = toolkit.injector();
        return MethodOnModel.check(
                model.block(injector.getInstance(PluginBlocks.class), problems),
                method.arm(injector.getInstance(MethodResolver.class), problems),
                problems);
    }
}
