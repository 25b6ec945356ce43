// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which experiment a command is about. */
final class ExperimentOptions {

    @Parameters(paramLabel = "FILE", description = "An experiment file, or the name of one of pdrop list.")
    private String file = "";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Set something in the experiment, such as dataset.limit=100; may be given more than once.")
    private List<String> overrides = new ArrayList<>();

    /** The experiment, read and checked. */
    ExperimentPlan plan(ExperimentReader reader) {
        return reader.read(file, overrides);
    }
}
