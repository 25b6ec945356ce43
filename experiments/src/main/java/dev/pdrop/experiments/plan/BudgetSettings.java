// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import ai.djl.ndarray.types.DataType;
import dev.pdrop.engine.cost.CostConvention;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The block {@code budget} of a schedule: one target, and what it takes to measure it.
 *
 * @param averageTokens mean over layers of visual tokens that enter a layer
 * @param tmac multiply-adds of the prefill in 10^12, under {@code convention}
 * @param convention the name of a cost convention
 * @param kvMib keys and values after the prefill in MiB, stored as {@code dtype}
 * @param dtype how keys and values are stored
 * @param sameAs the arm whose average visual tokens are equalled
 * @param solve the name of the number that is solved for; the scheduler's usual one if absent
 * @param textTokens text tokens of a prompt, which {@code tmac} under some conventions and {@code kv-mib} count, and
 *     beside which one of them must stand; none if absent
 */
record BudgetSettings(
        Optional<BigDecimal> averageTokens,
        Optional<BigDecimal> tmac,
        Optional<String> convention,
        Optional<BigDecimal> kvMib,
        Optional<CacheType> dtype,
        Optional<String> sameAs,
        Optional<String> solve,
        Optional<Integer> textTokens) {

    private static final String TARGETS = "average-tokens, tmac, kv-mib, same-as";

    /** How keys and values are stored. */
    enum CacheType {
        FLOAT32(DataType.FLOAT32),
        BFLOAT16(DataType.BFLOAT16),
        FLOAT16(DataType.FLOAT16);

        private final DataType type;

        CacheType(DataType type) {
            this.type = type;
        }

        DataType type() {
            return type;
        }
    }

    /** Checks that there is one target, with all that it takes and nothing else. */
    BudgetSettings {
        List<String> targets = new ArrayList<>();
        averageTokens.ifPresent(target -> targets.add(positive("average-tokens", target)));
        tmac.ifPresent(target -> targets.add(positive("tmac", target)));
        kvMib.ifPresent(target -> targets.add(positive("kv-mib", target)));
        sameAs.ifPresent(target -> targets.add("same-as"));
        require(!targets.isEmpty(), "budget must have one of " + TARGETS + ", had none");
        require(
                targets.size() == 1,
                "budget must have one target, had " + String.join(" and ", targets) + "; leave all but one out");
        requireTogether("tmac", tmac, "convention", convention);
        requireTogether("kv-mib", kvMib, "dtype", dtype);
        convention.ifPresent(name -> require(
                conventions().contains(name),
                "convention must be one of " + String.join(", ", conventions()) + ", was '" + name + "'"));
        require(
                textTokens.isEmpty() || tmac.isPresent() || kvMib.isPresent(),
                "text-tokens must stand beside tmac or kv-mib, which count them, stood beside "
                        + String.join(" and ", targets) + "; remove it");
        textTokens.ifPresent(count -> require(count >= 0, "text-tokens must be at least 0, was " + count));
    }

    /** The convention of {@code tmac}. */
    CostConvention costConvention() {
        return CostConvention.all().stream()
                .filter(one -> convention.filter(one.name()::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> conventions() {
        return CostConvention.all().stream().map(CostConvention::name).toList();
    }

    private static String positive(String key, BigDecimal target) {
        require(target.signum() > 0, key + " must be above 0, was " + target.toPlainString());
        return key;
    }

    private static void requireTogether(String target, Optional<?> value, String key, Optional<?> setting) {
        require(value.isEmpty() || setting.isPresent(), key + " must stand beside " + target + ", was missing");
        require(value.isPresent() || setting.isEmpty(), key + " must stand beside " + target + ", stood without it");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
