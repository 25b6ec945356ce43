// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigObject;
import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.InputTransform.Kind;
import dev.pdrop.experiments.config.BoundRecord;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.RecordBinder;
import java.util.List;
import java.util.Optional;

/**
 * What an arm has beside its method.
 *
 * @param input what the model is shown of a question; all of it if absent
 * @param inputScale share of each side of a picture, where that is down-sampled
 * @param replicates how often each question is asked, with other random numbers each time; once if absent
 */
record ArmSettings(Optional<InputTransform.Kind> input, Optional<Double> inputScale, Optional<Integer> replicates) {

    static final String INPUT = "input";
    static final String INPUT_SCALE = "input-scale";
    static final String REPLICATES = "replicates";

    /** Checks the ranges. */
    ArmSettings {
        boolean downSampled = input.filter(kind -> kind == Kind.DOWN_SAMPLED).isPresent();
        if (downSampled && inputScale.filter(scale -> scale > 0 && scale < 1).isEmpty()) {
            throw new IllegalArgumentException(
                    "input-scale must be above 0 and below 1 where input = down-sampled, was "
                            + inputScale.map(String::valueOf).orElse("missing"));
        }
        if (!downSampled && inputScale.isPresent()) {
            throw new IllegalArgumentException(
                    "input-scale must be left out unless input = down-sampled, was " + inputScale.get());
        }
        if (replicates.filter(number -> number < 1).isPresent()) {
            throw new IllegalArgumentException("replicates must be at least 1, was " + replicates.get());
        }
    }

    /** Reads what an arm's block has of them; empty if anything was wrong with it. */
    static Optional<ArmSettings> read(ArmSource source, ConfigProblems problems) {
        ConfigObject own = source.block();
        for (String key : source.block().keySet()) {
            own = RecordBinder.keys(ArmSettings.class).contains(key) ? own : own.withoutKey(key);
        }
        return RecordBinder.bind(
                        ArmSettings.class, new ConfigBlock(own, source.path(), source.location(), List.of()), problems)
                .map(BoundRecord::value);
    }

    /** The method with them. */
    ArmPlan laidOver(ArmPlan method, ConfigProblems problems) {
        int times = replicates.orElse(1);
        if (times > 1 && method.method().ranker().isEmpty()) {
            problems.add(
                    method.location(),
                    ArmSource.pathOf(method.name()) + "." + REPLICATES,
                    "expected 1 for an arm that draws no random numbers, having no ranker, found " + times
                            + "; leave replicates out");
        }
        return method.with(new InputTransform(input.orElse(Kind.ORIGINAL), inputScale.orElse(1.0)), times);
    }

    /** The arm without them. */
    static ArmSource without(ArmSource source) {
        ConfigObject method = source.block();
        for (String key : RecordBinder.keys(ArmSettings.class)) {
            method = method.withoutKey(key);
        }
        return new ArmSource(source.name(), source.path(), method, source.location());
    }
}
