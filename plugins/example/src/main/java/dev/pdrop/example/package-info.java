// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * A complete plugin to copy: {@link dev.pdrop.example.KeyNormRanker} is the method,
 * {@link dev.pdrop.example.ExamplePlugin} offers it.
 */
@NullMarked
package dev.pdrop.example;

import org.jspecify.annotations.NullMarked;
