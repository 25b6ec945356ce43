// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigValue;
import dev.pdrop.spi.TokenRanker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives arms whose rankers have equal settings one ranker, by which the engine sees that they may share verdicts. */
final class EqualRankers {

    private EqualRankers() {}

    /** The same arms in the same order. */
    static List<ArmPlan> joined(List<ArmPlan> arms) {
        Map<ConfigValue, TokenRanker> known = new HashMap<>();
        return arms.stream()
                .map(arm -> arm.method()
                        .ranker()
                        .map(own -> arm.with(known.computeIfAbsent(settings(arm), unused -> own)))
                        .orElse(arm))
                .toList();
    }

    private static ConfigValue settings(ArmPlan arm) {
        return arm.config()
                .root()
                .withOnlyKey(MethodResolver.RANKER)
                .withFallback(arm.config().root().withOnlyKey(MethodResolver.NEWLINES));
    }
}
