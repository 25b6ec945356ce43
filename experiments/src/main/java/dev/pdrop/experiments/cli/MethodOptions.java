// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.MethodResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which method a command applies. */
final class MethodOptions {

    @Option(
            names = "--method",
            paramLabel = "NAME|FILE",
            description = "A method of pdrop list, or a .conf file; the default reduces nothing.")
    private String method = "full";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description =
                    "Set something inside the method, such as schedule.layers=[3,5,10]; may be given more than once.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of random rankers.")
    private long seed = 17;

    /** The method; empty if anything was wrong with it. */
    Optional<ArmPlan> arm(MethodResolver methods, ConfigProblems problems) {
        return methods.resolve(method, new SourceLocation("--method", 0), overrides, problems);
    }

    long seed() {
        return seed;
    }
}
