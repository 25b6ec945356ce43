// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * An MLflow server that pdrop starts for its user, on this machine alone, with data of its own.
 *
 * <p>What it holds is a picture of run folders, which can be made again at any time; so nothing here takes care of it.
 */
@NullMarked
package dev.pdrop.experiments.tracking.local;

import org.jspecify.annotations.NullMarked;
