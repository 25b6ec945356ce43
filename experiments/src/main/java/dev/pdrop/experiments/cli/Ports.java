// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where servers may listen. */
final class Ports {

    private static final int HIGHEST = 65_535;

    private Ports() {}

    /**
     * Checks the option {@code --port}.
     *
     * @param spec of the command that has it
     * @throws ParameterException if there is no such port
     */
    static void require(CommandSpec spec, int port) {
        if (port < 1 || port > HIGHEST) {
            throw new ParameterException(
                    spec.commandLine(), "expected --port from 1 to " + HIGHEST + ", found " + port);
        }
    }
}
