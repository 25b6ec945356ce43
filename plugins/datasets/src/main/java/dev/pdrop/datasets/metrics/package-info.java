// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/** Metrics: how right an answer is. */
@NullMarked
package dev.pdrop.datasets.metrics;

import org.jspecify.annotations.NullMarked;
