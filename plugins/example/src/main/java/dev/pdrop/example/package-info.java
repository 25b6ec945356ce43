// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** The example module. */
@NullMarked
package dev.pdrop.example;

import org.jspecify.annotations.NullMarked;
