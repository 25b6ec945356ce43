// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import java.util.List;

/** The Java platform. */
final class JavaCheck implements Check {

    private static final int OLDEST = 17;

    @Override
    public List<Finding> findings() {
        String found = System.getProperty("java.version") + ", " + System.getProperty("java.vendor") + ", at most "
                + Bytes.text(Runtime.getRuntime().maxMemory()) + " of heap";
        // An older one would not have loaded this class; a preview of a newer one may still misbehave.
        return List.of(
                Runtime.version().feature() >= OLDEST
                        ? Finding.ok("java", found)
                        : Finding.fail("java", found, "install a JDK " + OLDEST + " or newer and set JAVA_HOME to it"));
    }
}
