// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * The notebooks: {@link dev.pdrop.experiments.notebook.JavaKernel} is what makes a kernel know pdrop,
 * {@link dev.pdrop.experiments.notebook.JupyterLab} what opens them.
 */
@NullMarked
package dev.pdrop.experiments.notebook;

import org.jspecify.annotations.NullMarked;
