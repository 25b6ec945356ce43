// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Programs written in Python that pdrop starts for its users, in environments of their own.
 *
 * <p>Nothing that pdrop measures needs Python. A server that shows runs does, and has a private
 * {@link dev.pdrop.experiments.python.PythonEnvironment}, whose packages are pinned; it runs as a
 * {@link dev.pdrop.experiments.python.Child}, which ends with pdrop.
 */
@NullMarked
package dev.pdrop.experiments.python;

import org.jspecify.annotations.NullMarked;
