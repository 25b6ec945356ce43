// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arms of a training file: each is the training with a few settings laid over it.
 *
 * <p>Works on what is not resolved yet, so that a substitution sees the settings of its arm.
 */
final class TrainingArms {

    static final String ARMS = "arms";
    static final String EVALUATION = "evaluation";

    static final String NAME = "name";
    static final String OUTPUT = "output";
    private static final String TRACKING = "tracking";
    private static final String MLFLOW = "mlflow";
    private static final String EXPERIMENT = "experiment";

    /** What all arms share: where they lie, who is told, and the threads of the one process. */
    private static final List<String> SHARED = List.of(NAME, OUTPUT, TRACKING, "threads", "data-threads");

    private final ConfigObject common;
    private final ConfigProblems problems;

    /**
     * Arms.
     *
     * @param root the file, overrides laid over it, not resolved
     * @param problems takes what is wrong
     */
    TrainingArms(ConfigObject root, ConfigProblems problems) {
        this.common = root.withoutKey(ARMS).withoutKey(EVALUATION);
        this.problems = problems;
    }

    /** Whether a file has arms. */
    static boolean in(ConfigObject root) {
        return root.containsKey(ARMS);
    }

    /** The name of the whole; empty if it cannot be read, which every arm complains of. */
    String name() {
        return Overlay.string(common, NAME).orElse("");
    }

    /**
     * Each arm's whole file, not resolved, by its name; an arm that is null is left out.
     *
     * @param arms the block
     * @param order the names in the order of the file
     */
    Map<String, ConfigObject> laidOut(ConfigObject arms, List<String> order) {
        Map<String, ConfigObject> all = new LinkedHashMap<>();
        for (String arm : order) {
            if (Overlay.value(arms, arm).valueType() == ConfigValueType.NULL) {
                continue;
            }
            Optional<ConfigObject> own = Overlay.object(arms, arm);
            if (own.isEmpty()) {
                ConfigValue found = Overlay.value(arms, arm);
                problems.add(
                        found.origin(),
                        ARMS + "." + arm,
                        "expected a block of settings, such as { seed = 2 }, or {} for an arm without any, found "
                                + found.valueType().name().toLowerCase(java.util.Locale.ROOT));
            } else {
                rejectShared(arm, own.get());
                all.put(arm, laidOut(arm, own.get()));
            }
        }
        if (all.isEmpty() && problems.isEmpty()) {
            problems.add(arms.origin(), ARMS, "expected at least one arm, found none");
        }
        return all;
    }

    private void rejectShared(String arm, ConfigObject own) {
        for (String key : SHARED) {
            if (own.containsKey(key)) {
                problems.add(
                        SourceLocation.of(Overlay.value(own, key).origin()),
                        ARMS + "." + arm + "." + key,
                        "expected nothing, since all arms share it, found a value; set " + key
                                + " outside of the arms");
            }
        }
    }

    private ConfigObject laidOut(String arm, ConfigObject own) {
        ConfigObject laid = Overlay.over(own, common)
                .withValue(NAME, ConfigValueFactory.fromAnyRef(arm).withOrigin(own.origin()));
        Optional<String> output = Overlay.string(common, OUTPUT);
        if (output.isPresent()) {
            laid = laid.withValue(
                    OUTPUT,
                    ConfigValueFactory.fromAnyRef(output.get() + "/" + name())
                            .withOrigin(Overlay.value(common, OUTPUT).origin()));
        }
        return tracked(laid);
    }

    /** On a server the arms stand together, under the name of the whole. */
    private ConfigObject tracked(ConfigObject laid) {
        Optional<ConfigObject> tracking = Overlay.object(laid, TRACKING);
        Optional<ConfigObject> mlflow = tracking.flatMap(block -> Overlay.object(block, MLFLOW));
        if (tracking.isEmpty()
                || mlflow.isEmpty()
                || Overlay.string(mlflow.get(), EXPERIMENT).isPresent()) {
            return laid;
        }
        ConfigObject named = mlflow.get()
                .withValue(
                        EXPERIMENT,
                        ConfigValueFactory.fromAnyRef(name())
                                .withOrigin(mlflow.get().origin()));
        return laid.withValue(TRACKING, tracking.get().withValue(MLFLOW, named));
    }
}
