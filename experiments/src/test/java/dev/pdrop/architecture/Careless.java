// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.architecture;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** Does everything that the rules forbid, so that {@link ArchitectureTest} can see that they bite. */
final class Careless {

    static int calls;

    private Careless() {}

    static void print() {
        System.out.println("hello");
    }

    static void log() {
        java.util.logging.Logger.getLogger("careless").info("hello");
    }

    static void trace(IllegalStateException failure) {
        failure.printStackTrace();
    }

    static void fail() {
        throw new RuntimeException("something is wrong");
    }

    static double random() {
        return Math.random();
    }

    static Engine engine() {
        return Engine.getInstance();
    }

    static NDManager manager() {
        return NDManager.newBaseManager();
    }
}
