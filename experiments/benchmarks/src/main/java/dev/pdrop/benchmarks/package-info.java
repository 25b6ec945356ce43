// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * How fast it is: end-to-end timing of prefill on a checkpoint of random weights, and JMH benchmarks of what runs on
 * the host.
 *
 * <p>Figures are stated as ratios measured in one run; the module's README holds them with machine and commit.
 */
@NullMarked
package dev.pdrop.benchmarks;

import org.jspecify.annotations.NullMarked;
