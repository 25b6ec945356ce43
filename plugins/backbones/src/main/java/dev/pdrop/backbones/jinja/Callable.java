// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

/** A function that a template can call. */
@FunctionalInterface
interface Callable {

    /** Its result. */
    Object call(Arguments arguments);
}
