// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** The experiments module. */
@NullMarked
package dev.pdrop.experiments;

import org.jspecify.annotations.NullMarked;
