// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** The benchmarks module. */
@NullMarked
package dev.pdrop.benchmarks;

import org.jspecify.annotations.NullMarked;
