// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

/** Python's {@code None}. */
enum None {
    /** The one value. */
    NONE
}
