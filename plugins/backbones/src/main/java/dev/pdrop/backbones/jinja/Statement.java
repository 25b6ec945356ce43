// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

/** A parsed piece of a template. */
@FunctionalInterface
interface Statement {

    /** How a loop goes on after a statement. */
    enum Flow {
        /** With the next statement. */
        ON,
        /** With the next item. */
        CONTINUE,
        /** Not at all. */
        BREAK
    }

    /** Writes it. */
    Flow render(Scope scope, StringBuilder out);
}
