// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** The methods module. */
@NullMarked
package dev.pdrop.methods;

import org.jspecify.annotations.NullMarked;
