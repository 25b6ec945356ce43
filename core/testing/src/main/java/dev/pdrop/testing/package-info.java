// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What tests of plugins and engine are made of.
 *
 * <p><b>Contracts</b> ({@code TokenRankerContract} and its siblings) are interfaces with tests: a test class implements
 * one, provides the object under test, and inherits every test that the SPI's words imply. <b>Asserting wrappers</b>
 * check the same at each call, wherever an object is used. {@code Golden} compares with files, {@code HandleLeaks}
 * counts tensors, and {@link dev.pdrop.testing.SeededRandom} hands out random numbers that can be had again.
 * {@code dev.pdrop.testing.toy} is a whole backbone in plain code.
 */
@NullMarked
package dev.pdrop.testing;

import org.jspecify.annotations.NullMarked;
