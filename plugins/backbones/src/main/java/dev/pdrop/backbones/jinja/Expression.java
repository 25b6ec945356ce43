// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

/** A parsed expression. */
@FunctionalInterface
interface Expression {

    /** Its value. */
    Object evaluate(Scope scope);
}
