// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.engine.Method;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.PdropException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks methods against the model that is configured or, where that is not known, against what holds for any model.
 *
 * <p>A model whose description cannot be read is told last: problems of the configuration may be why. Used by one
 * thread.
 */
public final class ModelCheck {

    private final Optional<UnopenedModel> model;
    private final Optional<PdropException> unreadable;

    /** Many methods need the same. */
    private final Map<Capture, Boolean> supported = new HashMap<>();

    private ModelCheck(Optional<UnopenedModel> model, Optional<PdropException> unreadable) {
        this.model = model;
        this.unreadable = unreadable;
    }

    /**
     * Reads the description of a model as far as there is one.
     *
     * @param backbone the model; empty if its configuration is wrong
     */
    public static ModelCheck of(Optional<PluginBlock<?, Backbone>> backbone) {
        try {
            return new ModelCheck(backbone.map(UnopenedModel::read), Optional.empty());
        } catch (PdropException e) {
            return new ModelCheck(Optional.empty(), Optional.of(e));
        }
    }

    /**
     * Adds a problem if a method does not fit.
     *
     * @param path the setting that the method stands at; empty if it stands alone
     */
    public void check(ArmPlan arm, String path, ConfigProblems problems) {
        misfit(arm.method()).ifPresent(misfit -> problems.add(arm.cause(), path, misfit));
    }

    /**
     * The model.
     *
     * @throws PdropException if problems were found, or else its description could not be read
     */
    public UnopenedModel model(ConfigProblems problems) {
        problems.throwIfAny();
        unreadable.ifPresent(failure -> {
            throw failure;
        });
        return model.orElseThrow(() -> new IllegalStateException("a model that is missing without a problem"));
    }

    private Optional<InvalidMethodException> misfit(Method method) {
        if (model.isPresent()) {
            UnopenedModel known = model.get();
            return failure(
                    () -> known.requireFit(method, capture -> supported.computeIfAbsent(capture, known::supports)));
        }
        Optional<InvalidMethodException> inOne = failure(() -> method.plan(deep(1 << 10), 1 << 10));
        Optional<InvalidMethodException> inAnother = failure(() -> method.plan(deep(1 << 11), 1 << 11));
        boolean alike = inOne.map(Throwable::getMessage).equals(inAnother.map(Throwable::getMessage));
        return inOne.filter(misfit -> alike);
    }

    private static Optional<InvalidMethodException> failure(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (InvalidMethodException e) {
            return Optional.of(e);
        }
    }

    /** A model deeper than any: what is wrong with a method in two of them alike is not about the model. */
    private static Geometry deep(int layers) {
        return new Geometry(
                layers,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                new Geometry.Vision(
                        new Geometry.Tower(1, 1, 1, 2, 1, layers, 1, layers, layers),
                        new Geometry.Projector(layers, 1),
                        layers));
    }
}
