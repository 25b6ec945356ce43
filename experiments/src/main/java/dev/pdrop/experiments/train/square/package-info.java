// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Models that learnt in different ways, asked under different methods: a row for each training, a column for each
 * method of the experiment that evaluates them.
 *
 * <p>Begin with {@link dev.pdrop.experiments.train.square.Square}.
 */
@NullMarked
package dev.pdrop.experiments.train.square;

import org.jspecify.annotations.NullMarked;
