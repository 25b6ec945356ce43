// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What a prefill costs, under named conventions.
 *
 * <p>A figure without its convention means nothing: published ones differ by factors. All count multiply-adds, and take
 * the number of tokens that enter each layer, planned or audited.
 */
@NullMarked
package dev.pdrop.engine.cost;

import org.jspecify.annotations.NullMarked;
