// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * The rules that hold over all modules: who may use what ({@code ArchitectureTest}, over class files) and what sources
 * look like ({@code LintTest}, over the source tree).
 */
@NullMarked
package dev.pdrop.architecture;

import org.jspecify.annotations.NullMarked;
