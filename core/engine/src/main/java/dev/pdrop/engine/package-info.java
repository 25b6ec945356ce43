// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** The engine module. */
@NullMarked
package dev.pdrop.engine;

import org.jspecify.annotations.NullMarked;
