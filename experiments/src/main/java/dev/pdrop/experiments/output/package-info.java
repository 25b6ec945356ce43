// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** Writes files so that nothing is ever found half-written: {@link dev.pdrop.experiments.output.WholeFile}. */
@NullMarked
package dev.pdrop.experiments.output;

import org.jspecify.annotations.NullMarked;
