// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** The testing module. */
@NullMarked
package dev.pdrop.testing;

import org.jspecify.annotations.NullMarked;
