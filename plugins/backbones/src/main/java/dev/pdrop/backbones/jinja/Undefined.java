// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

/**
 * What a name stands for that nothing was assigned to: nothing when written, false, an error when used.
 *
 * @param name as the template has it
 */
record Undefined(String name) {

    JinjaException error() {
        return JinjaException.broken("'" + name + "' is undefined");
    }
}
