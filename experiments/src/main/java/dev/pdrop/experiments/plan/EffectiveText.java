// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigUtil;
import dev.pdrop.experiments.config.ConfigText;

/** Writes a plan as HOCON that gives an equal plan. */
final class EffectiveText {

    private EffectiveText() {}

    static String of(ExperimentPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append("# The experiment as it was run: everything resolved, each value with its origin.\n");
        text.append(ConfigText.withOrigins(plan.settings()));
        appendBlock(
                text,
                0,
                ExperimentReader.BACKBONE,
                ConfigText.withOrigins(plan.backbone().effective()));
        appendBlock(
                text,
                0,
                ExperimentReader.DATASET,
                ConfigText.withOrigins(plan.dataset().effective()));
        text.append(ExperimentReader.ARMS).append(" {\n");
        for (ArmPlan arm : plan.arms()) {
            if (plan.controls().attached(arm.name())) {
                text.append("  # attached by controls: ").append(arm.name()).append('\n');
            } else {
                appendBlock(text, 1, ConfigUtil.quoteString(arm.name()), content(arm));
            }
        }
        return text.append("}\n").toString();
    }

    private static String content(ArmPlan arm) {
        String solved = arm.budget().map(budget -> "# " + arm.schedule() + "\n").orElse("");
        return solved + ConfigText.withOrigins(arm.block());
    }

    private static void appendBlock(StringBuilder text, int depth, String name, String content) {
        text.append("  ".repeat(depth)).append(name).append(" {\n");
        text.append(content.indent(2 * (depth + 1)));
        text.append("  ".repeat(depth)).append("}\n");
    }
}
