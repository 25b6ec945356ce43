// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Settings that a command line lays over a file. */
final class SetOption {

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Set something in it, such as seed=2; may be given more than once.")
    private List<String> overrides = new ArrayList<>();

    /** {@code path=value} each. */
    List<String> overrides() {
        return List.copyOf(overrides);
    }
}
