// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * A whole backbone in plain code, for tests and for reading.
 *
 * <p>{@link dev.pdrop.testing.toy.ToyBackbone} is what the SPI means: start there, and see {@code ToyRows} for what
 * becomes of rows and position ids and {@code ToyLayer} for the arithmetic. Tests of experiments choose it with
 * {@code backbone.use = toy}.
 */
@NullMarked
package dev.pdrop.testing.toy;

import org.jspecify.annotations.NullMarked;
