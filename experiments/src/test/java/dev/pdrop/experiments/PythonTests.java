// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments;

import dev.pdrop.experiments.python.PythonEnvironment;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Tests that need one of pdrop's Python environments. Where it has not been made they are aborted and say so; with
 * {@code PDROP_PYTHON_TESTS=required} in the environment, as the build server sets it, they fail.
 */
public final class PythonTests {

    private static final String REQUIRED = "PDROP_PYTHON_TESTS";

    private PythonTests() {}

    /**
     * Returns if an environment is there.
     *
     * @param environment that the tests need
     * @param name what it is made by
     * @param tests which ones they are
     */
    public static void require(PythonEnvironment environment, String name, String tests) {
        if (environment.isMade()) {
            return;
        }
        String message = "NOT RUN: the tests of " + tests + ", since " + environment.folder()
                + " is no Python environment of this version: make it with experiments/python/environment " + name
                + ", which says what it needs, and run the tests again";
        if ("required".equals(System.getenv(REQUIRED))) {
            Assertions.fail(message);
        }
        System.err.println(message);
        Assumptions.abort(message);
    }
}
