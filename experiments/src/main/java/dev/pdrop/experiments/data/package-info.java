// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** Writes data sets into folders, whole or not at all: {@link dev.pdrop.experiments.data.DatasetFolder}. */
@NullMarked
package dev.pdrop.experiments.data;

import org.jspecify.annotations.NullMarked;
