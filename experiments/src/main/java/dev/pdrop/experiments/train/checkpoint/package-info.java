// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What a training goes on from: {@link dev.pdrop.experiments.train.checkpoint.Checkpoint}, a file of named float32
 * tensors and a text that says the rest, written whole or not at all.
 */
@NullMarked
package dev.pdrop.experiments.train.checkpoint;

import org.jspecify.annotations.NullMarked;
