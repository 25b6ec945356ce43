// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import com.typesafe.config.Config;
import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.budget.BudgetScheduler;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What arms are compared by: parameters named alike over methods, taken from what was planned for one image of the
 * usual size, so that no method needs to be known.
 */
final class ArmParameters {

    private static final String SCHEDULE = "schedule";
    private static final String NEWLINES = "newlines";

    private ArmParameters() {}

    /**
     * The parameters, in a fixed order; ones that make no sense for an arm are left out.
     *
     * @see Manifest.Arm#parameters()
     */
    static Map<String, String> of(ArmPlan arm, Geometry geometry) {
        List<Stage> stages = arm.planned(geometry).stages();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("ranker", arm.ranker());
        parameters.put(SCHEDULE, arm.config().getString(SCHEDULE + ".use"));
        parameters.put("positions", arm.method().positions().name().toLowerCase(Locale.ROOT));
        if (arm.config().hasPath(NEWLINES)) {
            parameters.put(NEWLINES, arm.config().getString(NEWLINES));
        }
        if (!arm.input().equals(InputTransform.ORIGINAL)) {
            parameters.put(Manifest.Arm.INPUT, arm.inputName());
        }
        arm.inputScale().ifPresent(scale -> parameters.put("input_scale", Double.toString(scale)));
        if (arm.replicates() > 1) {
            parameters.put(Manifest.Arm.REPLICATES, Integer.toString(arm.replicates()));
        }
        if (!stages.isEmpty()) {
            Stage first = stages.get(0);
            parameters.put(Manifest.Arm.STAGES, Integer.toString(stages.size() + 1));
            lambda(arm, geometry).ifPresent(lambda -> parameters.put(Manifest.Arm.LAMBDA, lambda));
            parameters.put(Manifest.Arm.FIRST_LAYER, Integer.toString(layer(first.point())));
            rankingLayer(arm.method(), first.point())
                    .ifPresent(layer -> parameters.put("ranking_layer", Integer.toString(layer)));
            parameters.put(
                    Manifest.Arm.KEEP,
                    Integer.toString(stages.get(stages.size() - 1).action().visualTokens()));
        }
        return parameters;
    }

    /** Explicit ratios take the place of a share that is the same at each drop; a budget solves for it. */
    private static Optional<String> lambda(ArmPlan arm, Geometry geometry) {
        Optional<BudgetScheduler> budget =
                arm.budget().filter(solver -> solver.unknown().equals(Manifest.Arm.LAMBDA));
        if (budget.isPresent()) {
            return budget.map(
                    solver -> solver.solution(geometry, geometry.vision().visualTokens())
                            .value()
                            .toPlainString());
        }
        Config schedule = arm.config().getConfig(SCHEDULE);
        return schedule.hasPath(Manifest.Arm.LAMBDA) && !schedule.hasPath("ratios")
                ? Optional.of(ConfigText.scalar(schedule.getValue(Manifest.Arm.LAMBDA)))
                : Optional.empty();
    }

    private static OptionalInt rankingLayer(Method method, Point at) {
        return method.ranker().stream()
                .flatMap(ranker -> ranker.needs(at).stream())
                .map(Capture::point)
                .filter(Point.DecoderLayer.class::isInstance)
                .mapToInt(ArmParameters::layer)
                .max();
    }

    private static int layer(Point point) {
        return point instanceof Point.DecoderLayer decoder ? decoder.layer() : 0;
    }
}
