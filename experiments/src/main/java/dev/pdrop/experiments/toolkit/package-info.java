// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What whoever uses pdrop needs: a {@link dev.pdrop.experiments.toolkit.Toolkit} knows where pdrop is installed and
 * wires plugins, plans and runs, for the command line as for programs.
 */
@NullMarked
package dev.pdrop.experiments.toolkit;

import org.jspecify.annotations.NullMarked;
